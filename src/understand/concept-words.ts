/**
 * What shop messages are about, in the twelve languages (en de fr es it pt nl pl sv da tr ja): one line per concept, from general
 * knowledge of the languages. A star ends a stem. A concept is a feature like a word, so that what was learnt from "parcel" holds
 * for "Sendung" too. A word may stand for several concepts. Accents do not matter.
 */
export const conceptWords = {
  // Orders and parcels
  order:
    "order* bestell* auftrag* commande* pedido* encomend* ordine ordini ordinat* ordinaz* zamow* bestall* ordre* bestilling* bestilt* siparis* purchase* bought achat* achete* compra compras comprado compre acquist* kauf* gekauft aankoop* gekocht kop kopt kob kobt aldim 注文 購入 買った オーダー",
  parcel:
    "parcel* package* shipment* packet paket* packchen sendung* colis paquete* pacco pacchi pacote* encomenda pakje* pakket* zending* paczk* przesylk* forsandelse* pakke* forsendelse* kargo* gonderi* 荷物 小包",
  deliver:
    "deliver* liefer* zustell* livrais* livre livrer livree entreg* entrega* consegn* lever* bezorg* dostaw* dostarcz* leverans* levering* levere* teslim* teslimat* zugestellt geliefert 配達 配送 お届け",
  arrive:
    "arriv* came come comes coming reach* ankomm* ankam angekommen kommt eingetroffen lleg* arrivat* cheg* aankom* aangekomen dotar* doszl* przysz* anland* kommit framme ankom* ankommet gel* ulas* 届く 届い 届か 到着",
  ship: "ship* shipp* dispatch* sent send sending versand* versend* verschick* expedi* envoy* envoi envio* envia* enviad* spedi* verzend* verzond* wysyl* wysl* skicka* frakt* sendt sende forsend* gonder* yolla* 発送 送料 出荷",
  track:
    "track* sendungsverfolg* verfolg* suivi* suivre seguim* rastre* tracci* rastreio* volgen gevolgd sledz* sledzen* spara* sparning* sporing* takip* 追跡",
  where: "where wheres wo wohin donde dove onde waar gdzie var hvor nerede nereye ou どこ",
  when: "when wann quand cuando quando wanneer kiedy nar hvornar zaman いつ",
  status: "status* stand statut* estado* stato situacao durum* update* nouvelles progress 状況 ステータス",
  late: "late delay* overdue behind schedule waiting wait spat* verspat* warte* wartet retard* attend* tarde tard retras* demor* ritard* aspett* atras* esper* vertrag* wacht* laat opozn* spozn* czekam sen forsenad* forsink* vantar vantat venter gec* gecik* bekli* 遅 待っ まだ",
  missing:
    "missing lost disappear* nowhere stolen vermiss* verloren verschwund* fehlt fehlen manqu* perdu* disparu* falta* faltan perdid* perdut* manca mancano smarrit* sumi* extravi* kwijt ontbre* vermist zagin* brak brakuje zgubi* saknas forsvun* borta mangler vak mist kayb* eksik* kayip 紛失 不足 足り 入ってい",
  receive:
    "receiv* got get getting bekomm* erhalten erhielt recu recois recib* recev* ricev* ricevut* receb* ontvang* gekregen otrzym* dosta* fatt fa fik modtag* mottag* ald* al* 受け取",
  not: "not no never didnt dont doesnt isnt wasnt hasnt havent cant cannot wont without nicht kein* nie niemals ohne pas jamais aucun* sans nunca sin non mai senza nao nem sem niet geen nooit zonder nie bez inte aldrig ingen inget utan ikke aldrig intet uden degil yok hic ない ません なかった",
  courier:
    "courier* carrier* driver ups fedex dhl usps dpd gls hermes postman kurier* paketbot* transporteur livreur mensajer* corriere transportador* koerier* bezorger* bud budet kurye* postnord 宅配 ヤマト 佐川",
  pickup:
    "pickup collect* locker abhol* packstation retrait recoger recogida ritir* levantar retirar ophaal* afhaal* odbior* odebra* paczkomat* hamta* ombud afhent* pakkeshop teslimalm* 受取 引き取り",
  // Money back
  refund:
    "refund* reimburs* erstatt* ruckerstatt* gutschrift rembours* reembols* devolucion rimbors* reembolso estorn* terugbetal* terugstort* zwrot* zwroc* aterbetal* refusion* refunder* tilbagebetal* iade* geriodeme 返金",
  money:
    "money geld argent dinero plata soldi denaro dinheiro pieniadze pieniedzy pengar* penge* para param* お金 cash bargeld efectivo contanti",
  back: "back zuruck* retour* vuelta indietro volta terug* spowrotem z tillbaka tilbage geri",
  return:
    "return* sendback zuruckgeb* zuruckschick* zurucksend* rucksend* retoure* retourner renvoy* retour devol* devuel* restitu* rendere reso resi rispedi* devolv* retourn* terugst* odesl* zwrac* retur* returner* iade* 返品",
  exchange:
    "exchang* swap* replac* umtausch* tausch* ersatz* echang* remplac* cambiar cambio* cambiare sostitu* troca* substitu* ruil* omruil* vervang* wymian* wymien* byta byte byter ombyt* bytte* ombyt* degis* 交換",
  cancel:
    "cancel* annul* storn* abbrech* widerruf* kundig* anul* cancelar disdi* disdett* opzeg* anuluj* anulow* rezygn* wypowied* avbestall* avbryt* avsluta* afbestil* opsig* annuller* iptal* キャンセル 解約 取り消 取消",
  stop: "stop* beend* arret* parar detener ferma* stopp* zatrzym* stoppa* durdur* 停止 やめ",
  // Changing an order
  change:
    "chang* modif* updat* edit* correct* alter* ander* aender* anderung* korrig* umander* corrig* cambi* actualiz* alter* mudar muda wijzig* aanpas* verander* zmian* zmien* popraw* andra* andring* uppdater* andre* opdater* ret rette degis* duzelt* 変更 修正 訂正",
  address:
    "address* adress* anschrift* direccion* domicilio indirizz* endereco* morada adres* adreslo street strasse postcode zip pincode 住所 宛先",
  add: "add adding added hinzufug* dazu ajout* anad* agreg* aggiung* adicion* acrescent* toevoeg* doda* lagga tillagg* tilfoj* ekle* 追加",
  remove:
    "remove* removing delete* deleting losch* entfern* supprim* enlev* elimin* borrar quitar rimuov* cancellare apag* remov* verwijder* usun* ta bort radera slet* fjern* sil* kaldir* 削除",
  quantity:
    "quantity amount units pieces menge anzahl stuck quantite* cantidad* quantita quantidade* aantal ilosc* sztuk* antal* stycken adet* miktar* 個数 数量",
  name: "name names surname lastname nachname nom nombre apellido* nome cognome sobrenome naam achternaam nazwisk* imie namn efternamn navn* isim adim soyad* 名前 氏名",
  double:
    "twice double doubled duplicate* doppelt zweimal deux doubl* doble dos duplicad* doppio due duplo dubbel* tweemaal podwojn* dwa dwukrotn* dubbelt tva dobbelt* to iki cift* 二重 2回 二回",
  // Something wrong with the goods
  wrong:
    "wrong incorrect mistake* falsch* verkehrt* mauvais* erreur errone* equivocad* incorrect* sbagliat* errat* errad* trocad* verkeerd* fout* bledn* zly zle inn* niewlasciw* pomyl* fel felaktig* forkert* yanlis* hatali 間違 違う 違い 誤",
  broken:
    "broken broke break* damag* crack* smash* torn tear ripped scratch* dent* leak* kaputt* beschad* defekt* zerbroch* gerissen zerkratzt bruch casse* abim* endommag* dechir* rot* danad* averiad* dan* rotto rotta rotti danneggiat* strappat* quebrad* partid* danific* rasgad* kapot* beschadigd* stuk gebroken uszkodz* zepsut* pekn* zlaman* trasig* sondrig* skad* sprucken gaet* itu knust beskadig* odelagt kirik* kirild* bozuk* hasar* 壊れ 破れ 割れ 破損 傷",
  faulty:
    "faulty defect* malfunction* stopped stops doesnt works working funktionier* geht defectueux fonctionn* marche defectuos* funciona* funzion* difettos* defeituos* werkt defect dziala* wadliw* fungerar funkar virker fejl calism* arizal* 不良 故障 動かない 動きません",
  stain:
    "stain* dirty spot* fleck* schmutz* tache* sale mancha* sucio* macchi* sporc* sujo vlek* vies plam* brudn* flack* smuts* plet* snavs* leke* kirli 汚れ シミ",
  photo: "photo* picture* image* foto* bild* imagen* immagin* zdjec* billede* fotograf* resim* 写真 画像",
  // Account
  password:
    "password* passwort* kennwort* mot motdepasse contrasen* clave senha* palavrapasse wachtwoord* hasl* losenord* adgangskod* kodeord* sifre* parola* パスワード",
  login:
    "login* log logged signin sign anmeld* einlogg* einloggen connect* connexion identif* inicia sesion acced* acceder acceso entrar accedere accesso login inlog* aanmeld* zalog* logowa* logga inlogg* logge giris* oturum* ログイン サインイン",
  account: "account* konto* kundenkonto compte* cuenta* conta profil* perfil* profilo hesab* hesap* アカウント 会員登録 マイページ",
  username:
    "username* userid benutzername* identifiant usuario utente utilizador gebruikersnaam uzytkownik* anvandarnamn brugernavn kullanici ユーザー",
  email: "email* mail* mails courriel correo* posta eposta* epost* e-mail メール",
  code: "code codes pin otp 2fa authenticat* verif* verifizier* codigo* codice codici kod* kode* dogrula* bestatig* 認証 コード",
  register:
    "register* signup registrier* inscri* registr* iscri* cadastr* aanmak* rejestr* registrera oprett* skapa kaydol* uyel* create* erstell* creer crear creare criar utworz* olustur* 登録",
  // Paying
  price:
    "price* pricing cost costs costing expensive cheap* preis* kosten* kostet teuer billig* gunstig* prix cout* cher precio* cuesta* cuanto caro barat* prezz* costa costo quanto preco* custa custo prijs* kost* duur goedkop* cen* ile kosztuj* drogi* tani* pris* kostar dyr* billig* koster fiyat* kac ucuz* pahal* 価格 値段 料金 いくら 高い 安い",
  discount:
    "discount* sale sales reduc* offer offers deal deals rabatt* angebot* nachlass* reduziert remise* solde* promotion* rebaj* descuent* ofert* oferta* scont* saldi offert* descont* promoc* korting* aanbieding* uitverkoop znizk* rabat* przecen* promocj* rea reaner erbjudand* tilbud* udsalg indirim* kampanya* 割引 セール 値下げ キャンペーン",
  promo:
    "promo* coupon* voucher* gutschein* rabattcode* aktionscode bon codepromo cupon* cupones buono buoni cupom cupao vale kortingscode* kupon* rabattkod* rabatkod* vardekod kod クーポン プロモ",
  giftcard:
    "giftcard* gift geschenk* cadeau* regalo* presente cadeaubon* cadeaukaart* prezent* podarunk* presentkort* gavekort* gave hediye* ギフト プレゼント",
  loyalty:
    "points reward* loyalty bonus punkte treue* fidelit* puntos punti pontos punten spaar* punkt* poang point puan* sadakat ポイント referral refer empfehl* parrain*",
  pay: "pay pays paying paid payment* bezahl* zahl* zahlung* paie* paye* paiement* pago* pagar pagad* pagam* pagat* pagament* betal* betaal* betaling* plac* zaplac* platn* betalning* ode* odem* 支払 決済",
  card: "card cards visa mastercard amex debit* karte* kreditkart* carte cartes tarjeta* carta cartao creditcard* kaart* kart* kort* kreditkort kartim* カード クレジット",
  wallet:
    "paypal klarna applepay googlepay wallet ideal blik swish mobilepay cod nachnahme sofort bancontact multibanco boleto pix pobranie efterkrav kapida 代引 コンビニ払い",
  charge:
    "charg* debited deduct* billed abgebucht* belast* abbuchung* preleve* debit* cobr* cargo cargos addebit* cobrad* afgeschrev* geincasseerd obciaz* pobran* dragit* debiter* trukket trak* cekil* tahsil* 請求 引き落とし",
  invoice:
    "invoice* receipt* bill bills rechnung* quittung* beleg* facture* recu factur* recibo* fattur* ricevut* scontrin* fatura* recibo rekening* factuur* bon faktur* paragon* rachunk* kvitto* kvittering* regning* 領収書 請求書 インボイス",
  tax: "tax* vat mwst umsatzsteuer steuer* tva iva btw moms kdv vergi* nip podat* 消費税 税",
  fee: "fee fees surcharge gebuhr* frais tarif* tarifa* commission* spese tassa* taxa* kosten oplat* avgift* gebyr* ucret* 手数料",
  instalment:
    "instal* emi finance* financ* rate raten ratenzahlung mensual* cuotas plazos rate rateizza* parcel* prestac* termijn* raty ratal* avbetal* delbetal* afbetal* rater taksit* 分割",
  credit: "credit* guthaben avoir credito saldo tegoed kredit* bakiye* kredi* 残高",
  // Subscriptions
  subscription:
    "subscri* abo abos abonn* abonnement* suscri* abbonam* assinatura* subscri* abonn* abonament* subskryp* prenumer* abonelik* 定期 サブスク",
  membership:
    "member* premium gold silver plus mitglied* membre* adhes* socio* miembro* membres* tesser* socio* membro* lid lidmaatschap* czlonk* medlem* uye* 会員 メンバー",
  renew: "renew* automatic* verlanger* renouvel* renov* rinnov* verleng* odnow* przedluz* forny* forny* yenile* 更新 自動",
  newsletter:
    "newsletter* unsubscrib* abbestell* infolettre desinscri* boletin* bolletin* nieuwsbrief* biuletyn* nyhetsbrev* nyhedsbrev* bulten* メルマガ 配信",
  // The shop's pages
  cart: "cart basket warenkorb* panier* carrito carrinho carrello winkelwagen* winkelmand* koszyk* varukorg* kundvagn* kurv* indkobskurv sepet* カート",
  checkout: "checkout kasse* bestellvorgang caja finalizar cassa finaliz* afreken* kasa kassan kassen odeme 購入手続 レジ",
  website:
    "website* site webpage page pages app browser seite* webseite* homepage sitio pagina* web webwinkel webshop* strona* stronie* sida* hemsida* side hjemmeside* sayfa* uygulama* サイト ページ アプリ ホームページ",
  error:
    "error* crash* bug* glitch fehler* meldung* absturz* erreur* plant* bogue fallo* errore* blocc* erro* foutmelding* blad bledy bledu awari* felmeddelande* fejl* fejlmeddelelse* hata* エラー 不具合 表示され",
  slow: "slow* loading load loads freez* stuck langsam* ladt laden lent* charge charger cargar carica* caricare lento carrega* traag* laadt woln* laduj* langsam* laddar langsom* loader yavas* yuklen* 遅い 重い 読み込",
  search:
    "search* find finding filter* suche* suchen such* cherch* recherch* busca* encontr* cerca* cercare trova* procur* zoek* vind* szuka* znalez* soka* sok* hitta* sog* finde* ara* bul* 検索 探し 見つから",
  // Before buying
  stock:
    "stock restock* sold lager* vorratig* ausverkauft* rupture agotad* existencias esaurit* disponibil* esgotad* estoque voorraad* uitverkocht* magazyn* wyprzedan* slut lager udsolgt* pa stok* tukend* 在庫 品切れ 売り切れ 入荷",
  available:
    "availab* carry sell sells selling verfugbar* erhaltlich* fuhren disponib* vend* tienen hay avete tem vende beschikbaar* leverbaar* verkop* dostepn* sprzeda* tillganglig* saljer finns tilgangelig* salger satiyor* satis* mevcut* 取り扱い 販売 ありますか",
  size: "size* sizing measure* dimension* width height length cm inch* large small medium grosse* masse breit* hoch lang taille* pointure* dimens* talla* tamano* medida* taglia* taglie misur* tamanho* numero maat* maten afmet* rozmiar* wymiar* storlek* mat matt storrels* mal beden* olcu* boyut* 大きさ サイズ 寸法",
  fit: "fit fits fitting tight loose passt passen eng weit convient serre queda ajust* estrech* calza* stretto largo serve apertad* past passen zit pasuj* ciasn* passar trang* passer uyar dar bol 似合 きつい ゆるい 合う",
  colour:
    "colo* color* black white red blue green pink brown grey gray schwarz* weiss* rot* blau* grun* farbe* couleur* noir blanc rouge bleu vert negro blanco rojo azul verde colore nero bianco rosso blu cor preto branco vermelho kleur* zwart wit rood blauw kolor* czarn* bial* farg* svart vit rod farve* sort hvid bla renk* siyah beyaz kirmizi mavi 色 黒 白 赤 青",
  material:
    "material* made fabric* leather cotton wool waterproof lining ingredient* allerg* contain* vegan stoff leder baumwoll* wasserdicht* inhalt* enthalt* matiere* cuir coton tissu impermeab* ingred* cuero algodon tejido tela materia* pelle cotone tessut* couro algodao tecido materiaal* katoen waterdicht* stof skorza bawel* wodoodporn* sklad* skinn lader bomull vattentat innehall* bomuld vandtat indhold* kumas* deri pamuk 素材 成分 革 綿 防水",
  clothing:
    "shirt* jean* jacket* boot* shoe* dress* sweater* trouser* pants coat* sock* sneaker* hoodie* hemd* jacke* stiefel* schuh* kleid* hose* hosen pullover* chemise* veste* botte* chaussure* robe* pantalon* camisa* chaqueta* bota* zapat* vestido* abrigo camicia giacca stival* scarp* pantalon* casaco* sapat* jas jurk broek schoen* laars* kurtk* buty but sukienk* spodni* koszul* skjort* jack* skor klanning* byxor jakke* sko kjole* bukser gomlek* ceket* ayakkab* elbise* pantolon* シャツ 靴 服 ジャケット ズボン",
  difference:
    "difference* compar* between better best versus vs unterschied* vergleich* besser beste difference meilleur* diferenc* mejor* compara* differenz* migliore confront* melhor* verschil* vergelijk* beter roznic* porown* lepsz* skillnad* jamfor* battre forskel* sammenlign* bedre fark* karsilas* daha 違い 比較 おすすめ",
  recommend:
    "recommend* suggest* advice advise which suitable empfehl* berat* welche* geeignet conseil* recommand* quel quelle recomend* aconsej* consejo cual consigl* raccomand* quale aconselh* qual raad aanrad* advies welke polec* porad* ktor* rekommender* rad vilken anbefal* hvilken oner* tavsiye* hangi どれ お勧め オススメ",
  feature:
    "feature* spec* detail* information describe description compatib* support* use used using how work* eigenschaft* kompatib* verwend* benutz* funktion* caracterist* compatib* utilis* usar utiliz* caratterist* compatib* usare eigenschap* compatib* gebruik* wlasciw* kompatyb* uzywa* egenskap* anvand* egenskab* brug* ozellik* uyumlu* kullan* 使い方 仕様 対応 機能 使え",
  original:
    "original* genuine authentic* fake counterfeit echt* original* falschung* contrefac* autent* falso* falsific* namaak* oryginaln* podrob* akta falsk* agte orijinal* sahte* 本物 偽物",
  // After buying
  warranty: "warrant* guarantee* garant* gewahrleist* rekojmi* gwaranc* garanti* reklamationsret 保証",
  repair:
    "repair* fix fixed spare reparatur* reparier* ersatzteil* repar* reparation* piece repuest* ripar* ricambi* assistenza conserto* consert* arranj* reparat* onderde* herstel* napraw* serwis* czesci reserv* laga lagad reservdel* reparer* reservedel* tamir* onar* yedek* servis* 修理 部品",
  expiry:
    "expir* shelf validity haltbar* mhd ablauf* peremption perim* caduc* vencim* scaden* validade houdbaar* waznosc* utgang* udlob* tarihi 期限",
  // The shop and its people
  abroad:
    "abroad international* country countries overseas europe uk usa canada germany france spain italy ausland* osterreich schweiz land etranger pays belgique suisse extranjero pais internacional* estero paese pais exterior buitenland* zagranic* kraj* utomlands land udland* udlandet yurtdisi ulke* 海外 国",
  express:
    "express overnight fast faster urgent* nextday quick* expressversand schnell* rapide* urgente* rapid* veloce snel* spoed* szybk* pilne snabb* hurtig* hizli* acil* 速達 急ぎ",
  free: "free kostenlos* gratis gratuit* offert darmow* kostnadsfri* fri ucretsiz* bedava* 無料",
  store:
    "store shop branch outlet showroom laden geschaft* filiale* magasin* boutique tienda* negozi* loja* winkel* sklep* salon butik* magaza* sube* 店舗 店頭 お店",
  hours:
    "hours opening open closed offnungszeit* geoffnet horaire* ouvert* horario* abierto* abren orari* aperto aperti apert* aberto abrem openingstijd* godzin* otwart* oppettid* oppet abningstid* aben acik saat* 営業時間 営業",
  job: "job jobs career* vacanc* hiring intern* cv resume stelle* bewerb* praktik* emploi* stage postuler empleo trabajo lavoro candidat* emprego vaga vacature* sollicit* praca prace jobb* ansokan ansog* is basvuru* 求人 採用 アルバイト",
  phone:
    "phone* call calling number hotline telefon* anruf* nummer rufen telephone* appel* numero telefono* llamar* chiam* ligar telefoon* bellen telefon* zadzwon* ringa ring* ara* 電話 番号",
  person:
    "agent* human* person operator* representative supervisor manager mensch* mitarbeiter* berater* humain* conseiller* personne humano* persona agente* operatore operador* umano atendente medewerker* iemand czlowiek* konsultant* manniska* person* menneske* medarbejder* temsilci* insan* 担当者 オペレーター 人間",
  contact:
    "contact* talk speak chat reach kontakt* sprech* contact* parler joindre hablar contacta* parlare contatt* falar contat* spreken praten rozmaw* porozmawia* skontakt* prata tale kontakte iletisim* gorus* konus* 連絡 話し 問い合わせ",
  // Business
  bulk: "bulk wholesale large grossbestell* grosshandel* mengenrabatt gros vrac mayor* mayorist* ingross* atacado grosso groothandel* hurt* hurtow* grossist* engros* toptan* 卸 大量 まとめ",
  reseller:
    "resell* distribut* dealer* franchis* partner* seller retailer* supplier* wiederverkauf* handler* revend* fournisseur* partenaire* distribui* revendedor* proveedor* rivend* fornitor* parceir* wederverkop* leverancier* dystryb* odsprzed* aterforsal* leverantor* forhandler* bayi* bayilik* tedarik* 代理店 販売店 取引",
  company:
    "company business firm b2b corporate firma* unternehmen* gewerb* entreprise* societe empresa* azienda* ditta impresa bedrijf* zakelijk* firm* firmow* foretag* virksomhed* sirket* kurumsal* 会社 法人 企業",
  quote: "quote* quotation offerte kostenvoranschlag devis presupuesto* cotiz* preventiv* orcament* wycen* offert* tilbud teklif* 見積",
  // Moods and strangers
  thanks:
    "thank* thx appreciat* grateful danke* dank merci* gracias agradec* grazie ringraz* obrigad* agradec* bedankt* dank* dziekuj* dzieki tack* tak tessekkur* tesekkur* sagol* ありがと 感謝 助かり",
  great:
    "great love loved excellent amazing perfect* awesome fantastic wonderful super* toll klasse begeistert* zufrieden genial* parfait* ravi* excelent* encant* maravill* perfett* ottim* eccellent* fantastic* adorei otim* geweldig* tevreden swietn* zadowol* wspanial* fantastisk* nojd* jattebra perfekt* tilfreds harika* mukemmel* memnun* 最高 素晴らし 満足 気に入",
  bad: "bad terribl* horribl* awful worst disappoint* unacceptable poor rude schlecht* enttausch* unverschamt* furchtbar* katastroph* nul inadmissible decu* deception honteux mal* pesim* horribl* decepc* vergognos* pessim* delus* inaccettabil* pessim* horrivel desilud* slecht* teleurgesteld* schandalig fatalna* okropn* rozczarow* skandal* dalig* besviken* skandal* darlig* skuffet* elendig* kotu* rezalet* berbat* hayal 最悪 ひどい がっかり",
  complain:
    "complain* beschwer* reclam* plainte* quej* reclamaz* lamentel* queixa* klacht* klag* reklam* skarg* zazalen* klagomal* klage* sikayet* クレーム 苦情",
  scam: "scam* fraud* thie* steal* betrug* betruger* arnaqu* voleur* escroc* estafa* ladron* truff* ladri burla* golpe ladr* oplicht* oszust* zlodziej* bedrag* lurad* svindel* dolandir* 詐欺",
  marketing:
    "seo backlink* ranking traffic marketing leads influencer* collab* sponsor* advertis* werbung* agentur publicit* agenzia pubblicit* agencia* reklam* agencj* samarbete* samarbejde* reklamc* ajans* 広告 集客 御社 弊社",
  riches:
    "invest* crypto* bitcoin lottery winner prize million* inheritance loan casino gewonnen lotterie* erbschaft gewinn* heritage loterie investiss* loteria herencia premio* vincit* eredit* heranca erfenis loterij* wygra* spadek loteri* arv vunnit vundet miras piyango* kazand* 当選 投資 宝くじ",
  privacy:
    "gdpr privacy data datenschutz dsgvo daten rgpd donnees datos privacidad privacy dati dados gegevens avg dane danych uppgifter persondata kvkk veri* 個人情報",
  review:
    "review* feedback rating* stars bewertung* rezension* avis resena* opinion* recensi* avaliac* beoordel* opini* recens* anmeldels* yorum* degerlendir* レビュー 口コミ",
  competitor:
    "competitor* cheaper elsewhere amazon konkurren* anderswo concurren* competen* concorren* concurrent* gunstiger taniej billigare billigere rakip* 他社 他店",
  // How things are said
  how: "how wie comment como come hoe jak hur hvordan nasil どう どのよう",
  why: "why warum wieso weshalb pourquoi porque perche waarom dlaczego czemu varfor hvorfor neden niye なぜ どうして",
  can: "can could may possible kann konnen moglich* peut pouvez puis possible puedo puede* posible posso puo possibile pode* possivel kan kunnen mogelijk* moge mozna mozliw* mojligt muligt olabilir mi 可能 できます",
  want: "want would like need wish mochte* will wollen brauch* veux voudr* besoin quiero quisiera necesito deseo vorrei voglio bisogno quero gostaria preciso wil graag nodig chce chcial* potrzebuj* vill skulle behover onsker vil gerne istiyor* isterim ihtiyac* したい 欲しい ほしい",
  today:
    "today tomorrow yesterday now heute morgen gestern jetzt aujourdhui demain hier hoy manana ayer oggi domani ieri hoje amanha ontem vandaag gisteren dzis* jutro wczoraj idag imorgon igar i dag bugun yarin dun 今日 明日 昨日",
  duration:
    "day* week* month* tag* woche* monat* jour* semaine* mois dia* semana* mes* giorn* settiman* mese* mes meses dag* weken maand* dni tydzien tygodni* miesi* dag* vecka veckor manad* dage uge* maned* gun* hafta* ay* 日間 週間 ヶ月",
  promise:
    "promis* expect* suppos* estimated scheduled versproch* erwart* voraussichtl* promis* prevu* prometi* previst* promess* verwacht* beloof* obiecan* przewidyw* lovat utlovad lovet forvent* soz verdi* tahmini* 予定",
} as const;
