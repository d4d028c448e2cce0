/**
 * More of what shop messages are about: things, people, places, happenings and turns of phrase, in the same shape as the words
 * beside it and in the same twelve languages.
 */
export const thingWords = {
  // Where a parcel is left, and with whom
  neighbour: "neighbo* nachbar* voisin* vecin* vicin* vizinh* buren buurman buurvrouw buurt sasiad* granne* grannen nabo* komsu* 隣 近所",
  doorstep:
    "door doors doorstep porch gate hallway doorbell tur haustur* klingel* geklingelt eingang* porte sonnette sonne hall puerta* timbre portal porteria porta porte portone citofon* campanello campainha portaria porteiro deur* deurbel aangebeld portiek drzwi dzwonek domofon* wycieraczk* klatce dorr* dorren porten trappa dortrin* doren dorklokk* kapi* kapici* zil apartman* 玄関 インターホン ドア",
  mailbox:
    "mailbox letterbox postbox briefkasten* boitelettres boite buzon* cassetta casella caixadocorreio brievenbus* skrzynk* brevlad* postkass* postkasse* posta* 郵便受 ポスト 宅配ボックス",
  house:
    "home house flat apartment building haus hause wohnung* zuhause maison domicile appartement immeuble casa piso edificio appartament* condomini* predio apartament* huis thuis woning appartement dom domu mieszkan* blok* hemma hemmet hus lagenhet* hjem* hjemme lejlighed* ev eve evde evim* daire* bina* 自宅 家 マンション アパート 留守",
  delivered:
    "delivered handed zugestellt abgegeben abgeliefert geliefert livre remis distribue entregado entregada entregaron consegnat* recapitat* entregue* afgeleverd bezorgd geleverd doreczon* dostarczon* wydan* levererad* utlamnad* leveret afleveret overleveret teslim edildi 配達済 配達完了 配達完",
  nobody:
    "nobody noone none anyone anybody niemand keiner keinen personne aucune nadie ninguno ningun nessuno ninguem nenhum nobody iemand nikt nikogo ingen ingenting nogen intet kimse hicbir 誰も 誰か",
  nothing: "nothing anything nichts rien nada niente nulla niets nic niczego ingenting intet hicbirsey sey 何も なにも",
  empty: "empty leer vide vacio vacia vuot* vazi* leeg lege pusty pusta puste tom tomt tomma bos 空っぽ 空の",
  customs:
    "customs duty duties import* zoll* douan* aduan* dogan* alfandeg* desalfand* invoer* importheffing* clo cla celn* odpraw* tull* told* gumru* 関税 税関 通関",
  warehouse:
    "warehouse depot hub sorting lager* depot* sortier* verteil* entrepot* plateforme almacen* bodega magazzin* armazem armazen* magazijn* depot* sorteer* magazyn* sortown* lagret terminal* sorter* depo depoda merkez* aktarma* 倉庫 営業所 配送センタ",
  stuckStill:
    "stuck moved moving movement stands stalled halted still frozen bewegt bewegung stillstand hangt hangengeblieben bloque bouge bouger parado parada movido mueve fermo ferma bloccato mosso muove parado preso mexe stil stilstaan beweegt beweging stoi utknel* rusza ruszy* zatrzymal* star stilla stillastaende rort stille star stillestaende rykke* hareket* ayni takildi 動いて 止まった 変わら 更新され",
  packed:
    "pack packed packing packaging wrap box carton verpack* karton* kiste schachtel emball* carton* embal* caja* empaquet* envuelt* scatol* imball* confezion* caixa* embalag* verpak* doos dozen opakow* pudelk* karton* kartong* forpack* forpackning* indpak* emballage* kasse* aske kutu* ambalaj* paketleme* 梱包 箱 ダンボール 包装",
  label:
    "label* etikett* aufkleber etiquette* etiquet* etichett* etykiet* naklejk* label etiket* labelen fragtlabel fraktsedel* retursedel* returlabel* barkod* 伝票 ラベル ラベ",
  // How long and when
  week: "week* woche* semaine* semana* settiman* weken week tydzien tygod* vecka* veckor uge* ugen uger hafta* 週間 先週 来週",
  monthYear:
    "month* year* monat* jahr* mois annee* ans mes meses ano anos anni anno mese mesi maand* jaar jaren miesi* rok roku lat lata latach manad* ar aret maned* ar aret ay aydir aylik yil yildir yillik ヶ月 か月 カ月 年前 年間 1年 2年",
  weekday:
    "monday tuesday wednesday thursday friday saturday sunday weekend montag dienstag mittwoch donnerstag freitag samstag sonntag wochenende lundi mardi mercredi jeudi vendredi samedi dimanche weekend lunes martes miercoles jueves viernes sabado* domingo lunedi martedi mercoledi giovedi venerdi sabato domenica segunda terca quarta quinta sexta maandag dinsdag woensdag donderdag vrijdag zaterdag zondag poniedzial* wtorek wtork* srode sroda czwart* piatek piatk* sobot* niedziel* mandag tisdag onsdag torsdag fredag lordag sondag tirsdag pazartesi* sali carsamba* persembe* cuma* cumartesi* pazar 月曜 火曜 水曜 木曜 金曜 土曜 日曜 週末",
  clock:
    "oclock hour hours minute* morning afternoon evening uhr stunde* vormittag* nachmittag* abend* heure* matin* soir* apresmidi hora horas tarde noche ora ore mattin* pomeriggio sera manha tarde noite uur middag* avond* ochtend* godzin* godz rano popoludni* wieczor* klockan timme* timmar formiddag* eftermiddag* kvall* klokken time timer formiddag* eftermiddag* aften* saat* sabah* ogleden aksam* 午前 午後 時間帯 時に",
  already:
    "already since ago deja depuis schon seit bereits ya hace desde gia da ja ha al sinds geleden juz temu redan sedan sen allerede siden zaten beri once もう 既に すでに から経",
  again:
    "again repeatedly once more wieder erneut nochmal nochmals schon nouveau encore fois de nuevo otra vez veces ancora nuovo volta novo outra vez opnieuw weer alweer nogmaals znow* ponown* kolejny raz igen ater pa nytt igen atter gang tekrar yine yeniden defa kez また 再度 もう一度 何度",
  first:
    "first second third erste zweite* dritte* premier* deuxieme troisieme primer* segund* tercer* prim* second* terz* primeir* terceir* eerste tweede derde pierwsz* drug* trzeci* forsta andra tredje forste anden tredje ilk ikinci ucuncu* 初めて 一回 3回 三度 三回",
  soon: "soon before until by deadline wedding birthday christmas party vor bis hochzeit geburtstag* weihnacht* fete avant jusqua mariage anniversaire noel antes boda cumpleanos navidad fiesta prima entro matrimonio compleann* natale festa antes casamento aniversario natal voor bruiloft verjaardag* kerst* feest przed slub* urodzin* swiat* prezent innan brollop* fodelsedag* kalas jul* inden bryllup* fodselsdag* fest once dugun* dogum* bayram* yilbasi までに 誕生日 結婚式 クリスマス 母の日",
  future:
    "will going next plan planned werde* wird nachste* prochain* sera proxim* sera prossim* sara proxim* sera volgende zal komende bedzie nastepn* nasta kommer ska naste vil bliver gelecek sonraki olacak 次回 今後 予定",
  // People
  mother:
    "mother mom mum father dad parents mutter vater eltern mama papa mere pere parents madre padre padres mamma papa genitori mae pai pais moeder vader ouders mam* tat* rodzic* mamm* pappa foraldr* mor far foraldre anne* baba* 母 父 両親",
  childFamily:
    "child children kid kids baby son daughter wife husband grand* nephew kind kinder sohn tochter frau mann enkel* enfant* bebe fils fille femme mari hijo* hija* nino* esposa marido mujer bambin* figli* moglie marito filho* filha* crianca* esposa kinderen kind zoon dochter vrouw man kleinkind* dzieck* dzieci* syn* cork* zona mezem barn* son sonen dotter fru man borneborn datter kone mand cocuk* bebek* ogl* kiz* es esim torun* 子供 子ども 赤ちゃん 息子 娘 妻 夫 孫",
  pet: "dog dogs cat cats puppy pet pets hund hunde katze* haustier* chien* chat chats chaton perro* gato* mascota* cane cani gatt* cucciol* cao caes cachorro* honden hond kat katten huisdier* pies psa kot kota kotk* hund* katt* kat katte kopek* kedi* 犬 猫 ペット",
  staff:
    "staff employee* team colleague* lady guy mitarbeiter* kollege* kollegin* verkaufer* personal team equipe vendeu* employe* personal empleado* equipo dependiente* chico chica personale commess* addett* dipendent* ragazz* funcionari* equipa equipe vendedor* colega* personeel collega* verkoper* personel* pracownik* pracownic* obslug* ekspedient* zespol* personal* expedit* kollega* ekspedient* personale* medarbejder* calisan* personel* ekip* eleman* 店員 スタッフ 社員 係",
  service:
    "service customer support kundenservice kundendienst service hotline servicio atencion soporte servizio assistenza atendimento suporte klantenservice servis* obslug* bok kundtjanst* support* kundeservice* musteri hizmet* destek* サポート カスタマー 対応",
  boss: "manager supervisor boss vorgesetzt* chef geschaftsfuhr* leitung responsable directeur direction jefe encargad* gerente responsabile direttore capo gerente chefe responsavel leidinggevend* manager kierownik* szef* przelozon* chef* ansvarig* leder* chef yonetici* mudur* 上司 責任者 店長",
  reply:
    "answer* reply replied respond* response antwort* geantwortet meld* gemeldet reagier* repon* reponse* respond* respuesta contest* rispost* rispond* resposta* respond* retorno antwoord* reactie reageer* odpowied* odpow* odpis* odezw* svar* svarat svarer svaret besvar* cevap* yanit* donus 返事 返信 回答 連絡がない 返答",
  ignored:
    "ignor* silence deaf ignor* silence vertrostet hingehalten abgewimmelt balad* promene baladent ignor* silencio largas ignor* silenzio rimball* ignor* silencio negeer* genegeerd stilte ignoruj* zbyw* cisza splaw* ignorer* tystnad tyst nonchal* ignorer* tavs tavshed ignorer* umursam* ilgilen* oyala* sessiz* 無視 放置 たらい回し 音沙汰",
  // Shops and firms
  hotelCafe:
    "hotel* cafe* restaurant* kitchen bar gasthaus gaststatte pension* kantine bistro* traiteur restaurante* bar cafeter* ristorante trattoria albergo agriturismo pousada pastelaria horeca restauracj* kawiarni* pensjonat* hotell* krog* kafe* otel* lokanta* restoran* kafe* pansiyon ホテル カフェ 飲食店 旅館 レストラン",
  schoolClub:
    "school* nursery kindergarten university college club church charity schule* kita* verein* universitat* gemeinde ecole* creche* lycee* association* mairie colegio* escuela* instituto guarderia asociacion ayuntamiento scuol* asilo associazion* comune parrocchia escola* creche associacao camara school* kinderdagverblijf vereniging* kerk stichting* szkol* przedszkol* fundacj* stowarzysz* klub* skola* skolan forskola* forening* kommun* skole* bornehave* forening* kommune* okul* anaokul* dernek* belediye* vakif 学校 保育園 幼稚園 大学 協会 自治体 部活",
  officeFirm:
    "office headcount colleagues staff clinic salon studio agency buro* kanzlei praxis betrieb* handwerk* bureau* cabinet atelier salon oficina* despacho clinica taller ufficio uffici studio clinica officina palestra escritorio* clinica oficina atelier kantoor* praktijk salon werkplaats biur* gabinet* kancelari* zaklad* salon* kontor* klinik* byra* verkstad* salong* vaerksted* klinik* ofis* klinik* atolye* 事務所 オフィス サロン クリニック 施設 工房",
  hundreds:
    "hundred* thousand* dozen pallet* hundert* tausend* dutzend palette* centaine* milliers douzaine cientos miles docena* palet* centinaia migliaia dozzina bancal* centenas milhares duzia palete* honderd* duizend* tientallen pallet* setki tysiac* tuzin* hundra* tusen* dussin* hundred* tusind* dusin* yuzlerce binlerce duzine* palet* 百個 千個 枚以上 個以上 ロット",
  vatnumber:
    "vat taxid euvat ustid* umsatzsteuer* handelsregister* gewerbeschein siret siren kbis tva nif cif partita iva codicefiscale sdi pec nipc cnpj kvk btw nip regon krs orgnr organisationsnummer* cvr vergi numarasi 適格 法人番号 インボイス",
  collaborate:
    "partner* cooperat* collaborat* proposal kooperation* zusammenarbeit* partenariat* collabor* proposition* colabora* propuesta* collabor* propost* parceria* proposta* samenwerk* voorstel* wspolprac* propozycj* samarbet* forslag samarbejd* isbirlig* teklif* 提携 協業 ご提案 コラボ",
  customise:
    "custom* engrav* logo print* personali* embroider* gravur* gravier* bedruck* logo personnalis* grav* brod* imprim* personaliz* grabad* bordad* personalizz* incis* stamp* ricam* gravac* gravar* bordad* personaliser* gravure* graver* bedrukk* borduur* grawer* nadruk* personaliz* haft* gravyr* graver* tryck* broder* graver* tryk* broder* kazit* baski* isimli nakis* 名入れ 刻印 印刷 刺繍 オリジナル",
  sample:
    "sample* swatch* tester muster* probe* stoffprobe* echantillon* muestra* campion* amostra* monster* staal staaltje* probk* prov* tygprov* prove* stofprove* numune* ornek* サンプル 見本 試供品",
  catalogue:
    "catalog* brochure* pricelist katalog* prospekt* preisliste* catalogue* tarif* catalogo* folleto* lista listino brochure* tabela catalogus* folder prijslijst* cennik* katalog* prislist* broschyr* prisliste* katalog* brosur* カタログ 資料 価格表",
  // Things
  shoes:
    "shoe* boot* sneaker* sandal* slipper* trainers schuh* stiefel* sandale* turnschuh* hausschuh* chaussure* basket* bottes chausson* sandale* zapat* zapatilla* botas sandalia* scarp* stival* sandal* ciabatt* sapat* tenis bota* chinel* schoen* laarz* sneaker* slof* but buty butow botki klapki sandal* trampk* skor* stovlar sandal* toffl* sko skoene stovler sandaler tofler ayakkab* bot botlar terlik* cizme* 靴 ブーツ スニーカー サンダル",
  clothes:
    "jacket* coat* shirt* dress* jean* trouser* pants sweater* jumper* hoodie* skirt* sock* jacke* mantel* hemd* bluse* kleid* hose* pulli* pullover* rock socken strumpf* veste* manteau* chemise* robe* pantalon* pull pulls jupe* chaussette* chaqueta* abrigo* camis* vestido* pantal* jersey* falda* calcetin* giacca giacche cappotto camicia camicie vestit* pantalon* maglion* felpa gonna calzin* casaco* camisol* vestido* calca* saia* meia* jas jassen hemd* jurk* broek* trui* rok sok sokken kurtk* plaszcz* koszul* sukienk* spodni* swet* bluz* spodnic* skarpet* jack* kappa kappan skjort* klanning* byx* troja* trojan kjol* strump* jakke* frakke* skjort* kjole* bukser* troje* trojen nederdel* stromp* sok sokker ceket* mont* palto gomlek* elbise* pantolon* kazak* etek* corap* ジャケット コート シャツ ワンピース ズボン パンツ セーター スカート 靴下 服",
  furniture:
    "sofa* couch* table* chair* desk* bed bedframe mattress* shelf shelves wardrobe* cupboard tisch* stuhl* sessel* bett* matratze* regal* schrank* canape* table* chaise* fauteuil* lit matelas etagere* armoire* commode mesa* silla* sillon* cama colchon* estanter* armario* tavol* sedi* divan* poltron* letto materass* scaffal* armadi* mesa* cadeira* sofa* cama* colchao estante* armario* bank stoel* tafel* bed bedden matras* kast kasten bureau stol* stolik* krzesl* lozk* materac* szaf* regal* kanap* soffa* soffan bord* bordet stol* sang* madrass* hylla* skap* garderob* sofa* bord* stol* seng* madras* reol* skab* koltuk* masa* sandalye* yatak* dolap* raf* ソファ テーブル 椅子 机 ベッド マットレス 棚 タンス",
  kitchenware:
    "pan pans pot kettle cup* mug* glass* plate* bowl* knife knives pfanne* topf* kessel tasse* becher* glas* teller* schussel* messer* poele* casserole* bouilloire* tasse* verre* assiette* bol couteau* sarten* olla* taza* vaso* plato* cuchillo* padell* pentol* tazz* bicchier* piatt* ciotol* coltell* panela* frigideira* chaleira* caneca* copo* prato* faca* pan pannen ketel kop kopje* glazen bord borden kom mes messen patelni* garn* czajnik* kubek* kubk* szklank* talerz* misk* noz noze kastrull* stekpann* kopp* glas* tallrik* skal* kniv* pande* gryde* kedel* kop kopper tallerk* skal* kniv* tava* tencere* bardak* tabak* fincan* kase* bicak* cezve フライパン 鍋 ケトル カップ グラス 皿 包丁 茶碗 マグ",
  appliance:
    "washing machine fridge freezer oven dishwasher vacuum* blender* mixer* toaster* dryer* heater* fan iron coffee machine waschmaschine* kuhlschrank* ofen* backofen* spulmaschine* staubsauger* mixer* toaster* trockner* heizung* kaffeemaschine* machine* lavelinge frigo* four aspirateur* mixeur* grillepain cafetiere* lavador* nevera* frigorific* horno* aspirador* batidora* tostador* cafetera* lavatric* lavastovigli* forno* aspirapolver* frullator* tostapan* asciugacapell* maquina* frigorific* forno* aspirador* liquidificador* torradeira* cafeteira* wasmachine* koelkast* oven* vaatwasser* stofzuiger* blender* broodrooster* droger* koffiezet* pralk* lodowk* piekarnik* zmywark* odkurzacz* blender* mikser* toster* suszark* ekspres* tvattmaskin* kyl* kylskap* ugn* diskmaskin* dammsugar* mixer* brodrost* hartork* kaffebryggar* vaskemaskin* koleskab* ovn* opvaskemaskin* stovsuger* blender* brodrister* torretumbler* kaffemaskin* makine* camasir* buzdolab* firin* bulasik* supurge* blender* tost kurutma* 洗濯機 冷蔵庫 オーブン 食洗機 掃除機 ミキサー トースター ドライヤー 炊飯器 コーヒーメーカー",
  device:
    "phone* tablet* laptop* computer* screen* display* headphone* earbud* speaker* charger* cable* battery* batteries handy* bildschirm* kopfhorer* lautsprecher* ladegerat* kabel* akku* batterie* telephone* ecran* casque* ecouteur* enceinte* chargeur* cable* batterie* pile* movil* pantalla* auricular* altavoz* cargador* cable* bateria* pila* telefon* scherm* cuffi* auricolar* cassa casse caricator* caricabatter* cavo cavi batteri* schermo telemovel* celular* tela ecra auscultador* fone* coluna* carregador* cabo* bateria* pilha* telefoon* scherm* koptelefoon* oortje* oplader* kabel* accu* batterij* telefon* ekran* sluchawk* glosnik* ladowark* kabel* bateri* akumulator* telefon* skarm* horlur* hogtalar* laddar* kabel* sladd* batteri* mobil* skarm* hovedtelefon* horetelefon* hojttaler* oplader* kabel* ledning* batteri* telefon* ekran* kulaklik* hoparlor* sarj* kablo* pil pili batarya* 画面 イヤホン ヘッドホン スピーカー 充電 ケーブル バッテリー 電池 スマホ パソコン タブレット",
  lamp: "lamp* light* bulb* lampe* leucht* gluhbirne* birne lampe* ampoule* lampadaire lampara* bombilla* foco* lampad* luce* luci lampadin* candeeir* lampad* lampen lamp lampje* lampk* zarowk* swiatl* lampa* lampan glodlamp* lampe* pare paere* lambasi ampul* lamba* 電球 ライト ランプ 照明",
  bag: "bag bags backpack* rucksack* suitcase* purse handbag* tasche* rucksack* koffer* handtasche* sac sacs sacoche* valise* bolso* mochila* maleta* bolsa* borsa borse zaino zaini valigi* borsett* mala* carteira* tas tassen rugzak* torb* plecak* walizk* torebk* vask* ryggsack* resvask* vaska* taske* rygsak* kuffert* canta* valiz* バッグ リュック かばん 鞄 スーツケース",
  jewel:
    "ring rings necklace* bracelet* earring* watch watches gold silver chain kette* armband* ohrring* uhr uhren schmuck bague* collier* bracelet* boucle* montre* bijou* anillo* collar* pulsera* pendiente* reloj* aretes joya* anell* collan* braccial* orecchin* orologi* gioiell* anel aneis colar* pulseira* brinco* relogio* ketting* horloge* oorbel* sieraad* pierscionek* naszyjnik* bransolet* kolczyk* zegar* bizuteri* halsband* armband* orhang* klocka* smycke* halskad* armband* oreringe* ur uret smykke* kolye* bilezik* kupe saat* yuzuk* taki 指輪 ネックレス ブレスレット ピアス 時計 アクセサリー",
  beauty:
    "cream* serum* shampoo* perfume* makeup lipstick* skin soap lotion* creme* parfum* seife* lippenstift* haut shampoo* creme* savon* parfum* rouge peau crema* perfume* champu* jabon* labial* piel profum* sapone* rossett* pelle shampoo* creme* perfume* sabao sabonete* batom champo pele creme* parfum* zeep lippenstift* huid krem* perfum* mydl* szampon* pomadk* szmink* skor* kram* parfym* tval* schampo* lappstift* hud creme* parfume* sabe* shampoo* lasbestift* krem* parfum* sabun* sampuan* ruj cilt* 化粧 クリーム シャンプー 香水 石鹸 口紅 肌 美容液",
  food: "coffee tea chocolate cake wine beer food cheese honey oil bread snack* nuts kaffee* tee schokolade* kuchen wein* bier kase* honig* ol brot* cafe the chocolat* gateau* vin vins biere* fromage* miel huile* pain cafe te chocolate* tarta* vino* cerveza* queso* miel aceite* pan caffe te cioccolat* torta vino vini birra formaggi* miele olio pane cafe cha chocolate* bolo vinho* cerveja* queijo* mel azeite* pao koffie* thee chocola* taart* wijn* bier kaas* honing* olie brood* kaw* herbat* czekolad* ciast* win* piw* ser sera miod* oliw* chleb* kaffe* te choklad* tarta* vin vinet ol ost ost* honung* olja brod* kaffe* te chokolade* kage* vin ol ost honning* olie brod* kahve* cay* cikolata* pasta* sarap* bira peynir* bal zeytinyag* ekmek コーヒー お茶 チョコ ケーキ ワイン ビール チーズ はちみつ パン お菓子 食品",
  toys: "toy* lego puzzle* game* doll* boardgame* spielzeug* puzzle* spiel* puppe* jouet* jeu jeux poupee* puzzle* juguete* juego* muneca* rompecabezas giocattol* gioco giochi bambol* brinquedo* jogo* boneca* speelgoed* spel spellen pop zabawk* gra gry lalk* klock* leksak* spel* docka* pussel* legetoj* spil* dukke* puslespil* oyuncak* oyun* bebek* yapboz* おもちゃ パズル ゲーム 人形",
  books:
    "book* novel* magazine* notebook* buch bucher roman* zeitschrift* heft* livre* magazine* roman* cahier* libro* revista* novela* libr* rivist* quadern* livro* revista* caderno* boek* tijdschrift* schrift* ksiazk* czasopism* zeszyt* bok boken bocker tidning* haft* bog boger bladet notesbog* kitap* dergi* defter* 本 雑誌 ノート 小説 冊",
  bike: "bike* bicycle* scooter* helmet* wheel* tyre* fahrrad* rad helm* reifen roller velo* trottinette* casque* roue* pneu* bici* patinete* casco* rueda* bicicl* monopattin* ruota ruote bicicleta* trotinete* capacete* roda* fiets* helm* wiel* step rower* hulajnog* kask* kolo opon* cykel* cykl* hjalm* hjul* dack sparkcykel* cykel* hjelm* hjul* lobehjul* bisiklet* kask* tekerlek* scooter 自転車 ヘルメット タイヤ",
  garden:
    "garden* plant* seed* flower* lawn mower grill pot garten* pflanze* samen blume* rasenmah* jardin* plante* graine* fleur* tondeuse* jardin* planta* semilla* flor flores maceta* cortacesped giardin* piant* semi fiori tosaerba jardim planta* semente* flor* vaso tuin* plant* zaad zaden bloem* grasmaaier* ogrod* roslin* nasion* kwiat* kosiark* tradgard* vaxt* fron blomm* grasklipp* have* plante* fro blomst* graslamask* plaeneklipp* bahce* bitki* tohum* cicek* cim 庭 植物 種 花 芝刈",
  textile:
    "towel* blanket* pillow* curtain* rug carpet sheet* duvet* cushion* handtuch* handtucher decke* kissen* vorhang* teppich* bettwasche* serviette* couverture* oreiller* rideau* tapis drap* couette* coussin* toalla* manta* almohada* cortina* alfombra* sabana* cojin* asciugaman* copert* cuscin* tend* tappet* lenzuol* piumon* toalha* cobertor* almofada* cortina* tapete* lencol* handdoek* deken* kussen* gordijn* tapijt* kleed dekbed* recznik* koc koce kocyk poduszk* zaslon* dywan* posciel* handduk* filt* kudd* gardin* matta mattan lakan* tacke* handklad* taeppe* pude* gardin* tappe* lagen* dyne* havlu* battaniye* yastik* perde* hali* carsaf* yorgan* nevresim* タオル 毛布 枕 カーテン 布団 カーペット シーツ",
  part: "screw* bolt* part parts piece* lid handle button* zip* zipper* leg legs strap* hinge* knob* schraube* teil teile deckel* griff* knopf* reissverschluss* bein beine riemen scharnier* vis piece pieces couvercle* poignee* bouton* fermeture* pied pieds sangle* charniere* tornillo* pieza* tapa* mango* boton* cremallera* pata* correa* bisagra* vite viti pezzo pezzi coperchi* manic* bottone* bottoni cernier* zip gamba piede parafuso* peca* tampa* pega botao botoes fecho* perna* alca* schroe* onderdeel deksel* handvat* knop* rits* poot poten riem* srub* wkret* czesc* pokryw* uchwyt* guzik* zamek* noga nogi pasek* zawias* skruv* del delar lock locket handtag* knapp* dragkedja* ben benet rem* gangjarn* skrue* dele delen lag laget handtag* knap* lynlas* ben benet rem* hangsel* vida* parca* kapak* sap sapi dugme* fermuar* ayak* kayis* mentese* ネジ 部品 蓋 取っ手 ボタン ファスナー 脚 ベルト パーツ",
  smell:
    "smell* stink* noise noisy loud sound* riech* stink* gerauch* laut* brumm* odeur* sent bruit* bruyant* huele* olor* ruido* puzz* odore rumor* cheir* barulh* ruido* stink* ruik* geur* geluid* lawaai smierdz* zapach* halas* glosn* dzwiek lukt* stink* ljud* oljud lugt* stink* lyd* larm* stoj* koku* kokuyor ses* gurultu* 匂い 臭い 音 異音 うるさい",
  dead: "died dead stopped turns switches flickers tot ausgefallen angeht ausgeht aufgehort eingeschaltet flackert mort lache rendu ame eteint allume murio muerto apaga enciende dejo mort* spegn* accende smesso morto* rotto morreu liga desliga parou apaga kapot stuk gaat uit aan gestopt doet padl* zdech* wlacza wylacza przestal* dod dott slocknar startar slutade slutat gatt dod dodt slukker tander holdt op starter stoppet bozuldu acilmiyor kapaniyor durdu calismiyor 電源 つかない 入らない 動かなく 止まる 消える",
  wear: "wear worn fades faded peeling shrunk unravel* loose seam seams stitch* rust* verblass* abgenutzt eingelaufen naht nahte lost rost* use decolor* couture* rouill* retreci delave* gastad* descolor* costura* oxid* encog* despeg* usurat* scolorit* cucitur* scuc* ruggin* restring* scoll* desbot* costura* ferrug* encolh* descos* versleten verkleurd naad* naden roest* gekrompen losgelat* przetart* splow* szew* szwy rdza rdzew* skurcz* odklei* sliten blekt* som sommen rost* krymp* lossnat slidt falmet syning* rust* krympet loset solmus* dikis* pas pasl* cekti soyul* 縫い目 色落ち 剥がれ 錆 縮ん ほつれ 劣化",
  dishwasherSafe:
    "washable wash machine dishwasher safe waterproof heat outdoors waschbar waschen spulmaschinen* geeignet draussen lavable laver passe exterieur lavar lavable apta exterior lavabil* lavare esterno lavavel lavar exterior wasbaar wassen geschikt buiten prac prania nadaje zewnatrz tvattas tvatta tal utomhus vaskes vaske taler udendors yikan* uygun dis mekan 洗え 洗濯 使えます 屋外 耐熱 防水",
  weight:
    "weigh* weight heavy kilo* gram* litre* liter* volume watt volt gewicht* wiegt schwer kilo gramm poids pese lourd* litres peso pesa pesado litro* capacidad peso pesa pesante capacita peso pesa capacidade gewicht weegt zwaar inhoud waga wazy ciezk* pojemnosc vikt* vager tung rymmer vagt vejer tung rummer agirlik* kac kilo litre hacim* 重さ 重量 容量 キロ グラム",
  assembly:
    "assembl* instruction* manual* build setup install* aufbau* montage* anleitung* zusammenbau* einricht* montage* notice* monter assembler mode emploi montaje* montar instruccion* manual* montagg* montare istruzion* manuale* montagem* montar instruco* manual* montage* handleiding* monteren opbouw* gebruiksaanwijzing* montaz* instrukcj* zloz* zmontow* monter* bruksanvisning* montering* samle* vejledning* monter* kurulum* montaj* kilavuz* talimat* kurma 組み立て 説明書 取扱 設置",
  safeFor:
    "safe sensitive allergy allergic pregnan* baby years suitable geeignet vertraglich allerg* schwanger empfindlich convient sensible* enceinte allerg* apto embarazad* sensible alerg* adatt* sensibil* gravidanz* allerg* adequad* sensivel gravida* alerg* geschikt gevoelig* zwanger* allerg* bezpieczn* wrazliw* ciaz* alerg* lampar lamplig kanslig* gravid* allerg* egnet folsom* gravid* allerg* uygun hassas* hamile* alerj* 敏感 アレルギー 妊娠 安全 対象年齢",
  // What happens on a page
  button:
    "button* click* tap press* knopf button klick* druck* tippe* bouton* clique* cliqu* appuy* boton* clic* pulso* pulsa* bottone pulsant* clic* premo premere botao botoes clic* clico carrego knop knoppen klik* druk* przycisk* klik* naciska* knapp* klick* tryck* knap* klik* tryk* buton* dugme* tikl* basiyor* basin* ボタン クリック 押し タップ",
  blank:
    "blank white spinner spinning loop redirect* greyed weiss leere weissen kreis dreht grau blanche tourne boucle grise blanco gira bucle gris bianca gira rotella grigio branco roda cinzent* wit draait grijs bialy bialo kreci szary vit snurrar gra tom hvid snurrer gra bos beyaz donuyor gri 真っ白 白い グルグル ぐるぐる",
  device2:
    "iphone* android ipad safari chrome firefox windows mac browser* handy* smartphone* version* update* navigateur* navegador* browser* przegladark* webblasar* tarayic* ブラウザ アンドロイド バージョン アップデート",
  form: "form field* upload* enter formular* feld felder hochlad* eingeben formulaire* champ* saisir formulario* campo* subir rellenar modulo campi compilare caricare formulario* campo* preencher enviar formulier* veld velden invul* formularz* pole pola wpisac wgra* formular* falt* fyll* ladda formular* felt* udfyld* form alan* doldur* yukle* フォーム 入力 欄 アップロード",
  cannot:
    "cannot cant unable wont refuses fails failed klappt scheitert schlagt lasst arrive parviens impossible echoue consigo puedo deja falla imposible riesco impossibile permette fallisce consigo deixa falha impossivel lukt mislukt kan udaje moge chce wyskakuje lyckas gar nekar misslyckas lykkes afvist nagter mislykkes olmuyor yapamiyor* edemiyor* basarisiz できません できない 失敗 ならない",
  wishlist:
    "wishlist favourite* favorite* saved merkliste* wunschliste* favorit* favoris souhait* favorit* deseos preferit* desideri favorit* desejos verlanglijst* favoriet* ulubion* zyczen onskelist* favorit* onskeseddel* favori* istek お気に入り ほしい物",
  // Money words
  bankTransfer:
    "transfer* bank iban sepa wire uberweis* bankverbindung* lastschrift* dauerauftrag virement* banque* rib transferencia* banco* bonific* banca transferenc* banco* multibanco overschrijv* overboek* bank bankrekening incasso przelew* bank* konta overfor* bank* kontonummer overforsel* bank* kontonummer havale* banka* eft 振込 銀行 口座",
  declined:
    "declined rejected refused denied abgelehnt verweigert refus* rechaz* denegad* rifiut* respint* recus* rejeitad* geweigerd afgewezen odrzuc* odmow* nekad* avvis* avslag* nekas afvist afvises reddedil* reddet* 拒否 使えない 承認され",
  amountOff:
    "difference extra short missing amount total sum differenz* betrag* summe differenc* montant* somme importe* diferencia* total* differenz* importo somma totale diferenca* valor* montante* verschil* bedrag* totaal roznic* kwot* suma skillnad* belopp* summa forskel* belob* sum tutar* fark* toplam* 差額 金額 合計",
  lowered:
    "cheaper lowered dropped reduced gunstiger billiger gesenkt moins baisse barato baja bajo bajado meno abbassat* calat* barato baixou desceu goedkoper verlaagd gezakt tani* obniz* spadl* billigare sankt sankte billigere nedsat* ucuzla* dustu dusmus 値下が 安くな 下がって",
  student:
    "student* senior* teacher* nurse* studenten* rentner* azubi* lehrer* schuler* etudiant* retraite* enseignant* estudiante* jubilad* docente* student* pension* insegnant* estudante* reformad* professor* student* leraar ouderen gepensioneerd* student* emeryt* nauczyciel* student* pensionar* larar* studerende* pensionist* larer* ogrenci* emekli* ogretmen* 学割 学生 シニア",
  stacking:
    "combin* stack* valid minimum condition* apply applied kombin* gultig mindest* einlos* cumul* valable minimum appliqu* combin* valid* minimo aplica* cumul* valid* minimo applic* acumul* valid* minimo aplic* combin* geldig* minimum toepas* laczyc wazny minimaln* nalicz* dziala kombin* giltig* galler minst* kombin* gyldig* galder mindste* birlestir* gecerli* minimum uygulan* 併用 有効 適用 条件",
  blackfriday:
    "blackfriday black friday cyber summer winter sale* schlussverkauf* sommerschluss* soldes* rebajas saldi saldos uitverkoop* wyprzedaz* rea* rean udsalg* indirimler* ブラックフライデー バーゲン セール",
  // Subscriptions and accounts
  pause:
    "paus* skip* suspend* resume aussetz* pausier* unterbrech* suspend* interromp* sauter saltar pausar suspend* sospend* salt* pul* pausa* suspend* overslaan pauzeren pauze wstrzym* pomin* zawies* pausa* hoppa over pauser* spring* over durdur* ertele* atla* 休止 スキップ 一時停止 お休み",
  tier: "tier* plan level upgrade* downgrade* benefit* tarif stufe* vorteil* formule* niveau* avantage* plan nivel ventaja* beneficio* piano livello vantagg* plano* nivel vantage* beneficio* niveau voordel* poziom* korzysc* pakiet* niva* forman* niveau* fordel* seviye* avantaj* paket プラン ランク 特典 コース",
  monthly:
    "monthly yearly annual* monatlich* jahrlich* mensuel* annuel* mensual* anual* mensil* annual* mensal anual* maandelijk* jaarlijk* miesieczn* roczn* manadsvis* arlig* manads* manedlig* arlig* aylik yillik 毎月 月額 年会費 年額 隔月",
  autoRenew:
    "automatic* itself verlangert* automatisch* tacite* automatique* automatic* sola rinnov* automatic* sozinh* automatisch* vanzelf automatyczn* samo sama automatisk* sjalv automatisk* selv otomatik* kendiliginden 自動更新 勝手に 自動",
  locked:
    "locked blocked hacked suspicious gesperrt gehackt blockiert verdachtig* bloque* pirat* suspect* bloquead* hacke* sospechos* bloccat* hacker* sospett* bloquead* hacke* suspeit* geblokkeerd gehackt verdacht* zablokow* wlam* podejrzan* last sparrat hackat misstankt* last sparret hacket mistankelig* kilitlen* kilitli hack* supheli* ロック 乗っ取 不正 凍結",
  resetLink:
    "reset* link verification zurucksetz* bestatigungslink reinitialis* lien enlace restablec* link reimpost* reinizializ* ligacao redefin* repor resetten herstel* reset* odnosnik link* resetow* aterstall* lank* nulstil* link* sifirla* baglanti* 再設定 リセット リンク URL",
  deleteAccount:
    "delete erase close closing losch* loschung* schliess* supprim* fermer cloturer eliminar borrar cerrar baja cancell* chiud* elimin* apagar eliminar encerrar fechar verwijder* opheffen usun* usunie* zamkn* radera* stang* avsluta slet* sletning* luk* lukke sil* sildir* kapat* 削除 退会",
  // Giving up an order, changing it
  mistake:
    "accident* mistake* mistyp* typo wrong* versehen* vertipp* falsch irrtum* erreur* trompe* gourre equivoc* error errado sin querer sbagli* errore engan* erro* errei vergis* perongeluk ongeluk fout* tikfout* pomyl* przypadk* blad* omylk* misstag* fel* skrev rakade fejl* kom til uheld* taste* yanlis* kazara hata* 間違え うっかり 誤って ミス",
  changedMind:
    "mind longer anymore need elsewhere anders uberlegt doch nicht mehr brauche avis besoin plus opinion ya necesito arrepent* ripens* serve piu idea desisti* mais preciso ideia bedacht meer nodig rozmysl* zmieni* zdanie juz nie potrzebuj* angrat angrar behover inte langre fortryd* fortrudt ombestemt ikke langere vazgec* fikrimi gerek kalmadi いらなく 気が変わ 不要 やめたい やっぱり",
  instead:
    "instead rather statt stattdessen lieber anstatt lieu plutot vez lugar prefer* invece anziche piuttosto vez lugar prefir* plaats liever zamiast wole istallet hellre stallet hellere yerine yerin 代わりに ではなく じゃなく",
  sendElsewhere:
    "redirect* forward* reroute* umleit* weiterleit* nachsend* rediriger reexpedi* desviar reenviar redirig* deviare redirecion* desvi* doorstur* omleid* przekier* eftersand* omdirig* omdirig* videresend* yonlendir* 転送 送り先 届け先",
  twoOrders:
    "merge* combine* together both zusammen* beide* zusammenleg* ensemble regroup* deux junt* ambos unir insieme unire unific* accorp* junt* juntar ambos samen samenvoeg* beide razem polacz* oba tillsammans samman* bada sammen begge sammel* birlestir* beraber ikisini まとめて 同梱 一緒に",
  sameDay:
    "before shipped yet noch verschickt bevor encore expedie parti aun todavia salido ancora partito spedito ainda saiu nog verstuurd vertrokken jeszcze wyslan* annu skickats endnu afsendt henuz cikmadan kargolanmadan 発送前 まだ発送",
  // Moods
  angry:
    "angry furious outrage* ridiculous joke shame disgrace* wutend sauer frechheit unverschamt* lacherlich schande furieu* scandal* honte ridicule foute moque indign* verguenza ridicul* enfadad* harto harta arrabbiat* vergogn* ridicol* schifo indecent* furios* vergonha ridicul* palhacada farta farto woedend boos belachelijk schande* schandal* wsciekl* zenad* skandal* kpina kpin* smieszn* arg rasande skam skandal* lojligt forbannad vred rasende skandal* latterlig* til grin sinirli* rezil* ofkeli* kizgin* sacma* biktim 怒 ふざけ 呆れ 失礼 ありえない 許せ",
  neverAgain:
    "never again lawyer court report authority nie wieder anwalt verbraucher* anzeige jamais avocat tribunal justice signal* nunca abogad* denunci* consumo mai avvocat* denunci* associazion* nunca advogad* denunci* livro reclamacoes procon nooit advocaat aangifte consumentenbond nigdy prawnik* sad uokik rzecznik* aldrig advokat* anmal* konsument* arn aldrig advokat* anmeld* forbruger* asla avukat* tuketici* savci* 二度と 弁護士 消費者センター 通報",
  rude: "rude* arrogant insult* shout* yelled unfriendly unfreundlich* pampig arrogant* beleidig* geschrien impoli* arrogan* insult* grossier* malmen* grosero* maleducad* insult* grito malead* maleduc* scortes* insult* arrogan* grosseir* mal educad* insult* arrogan* onbeschoft* brutaal onvriendelijk* schreeuw* chamsk* niegrzeczn* arogan* krzycz* ohyfsad* otrevlig* oforskamd* snorkig* uforskammet* uhoflig* flabet* grov* kaba* saygisiz* terbiyesiz* bagir* 横柄 態度 失礼 暴言",
  happy:
    "happy pleased delighted glad satisfied pleasant thrilled zufrieden freu* glucklich begeistert herzlich* content* satisf* ravi* heureu* plaisir content* satisfech* feliz felic* encantad* content* soddisfatt* felic* bell* content* satisf* feliz encantad* blij tevreden verheugd heerlijk zadowolon* szczesliw* cieszy* ciesze wdzieczn* nojd* glad* glada lycklig* glad tilfreds* begejstr* lykkelig* mutlu* memnun* sevin* 嬉し うれし 喜ん 満足 気に入り",
  beautiful:
    "beautiful lovely gorgeous pretty nice quality schon* wunderschon* hubsch* toll* qualitat belle* beau magnifique* joli* qualite preciosa* precioso* bonit* calidad linda bell* bellissim* splendid* qualita bonit* lind* maravilh* qualidade mooi* prachtig* kwaliteit piekn* slicz* cudown* jakosc* fin fint vacker* vackra snygg* kvalitet* flot* smuk* dejlig* kvalitet* guzel* kaliteli* sahane 綺麗 きれい 素敵 可愛い 品質",
  fastGood:
    "quickly promptly fast friendly kind helpful flink* freundlich* hilfsbereit* nett* prompt* blitzschnell rapid* gentil* aimable* efficac* serviable* amable* rapid* eficient* atent* gentil* cordial* rapid* disponibil* simpatic* atencios* rapid* simpatic* eficient* vriendelijk* snel* behulpzaam* vlot* mil* szybk* uprzejm* pomocn* sympat* snabb* trevlig* vanlig* hjalpsam* hurtig* venlig* sod hjalpsom* hizli* nazik* guler yardimsever* ilgili 丁寧 親切 迅速 早く 早速",
  solved:
    "solved sorted resolved fixed fine okay erledigt geklappt gelost geklart regle resolu* arrang* bon resuelt* solucionad* arreglad* risolt* sistemat* posto resolvid* tratad* opgelost gelukt geregeld zalatwion* rozwiazan* dziala udalo lost ordnat fixat loste lost ordnet klaret halloldu cozuldu duzeldi 解決 直りました 大丈夫 無事",
  suggestion:
    "suggest* idea improve* wish feedback proposal vorschlag* anregung* idee* verbesser* suggestion* idee* amelior* sugerencia* idea* mejora* suggeriment* idea consigl* miglior* sugest* ideia* melhor* suggestie* tip idee* verbeter* sugesti* pomysl* propozyc* ulepsz* forslag* tips ide* forbattr* onskemal forslag* ide* forbedr* oneri* fikir* gelistir* 提案 要望 改善 意見",
  congratulate:
    "keep well done congratul* compliment* recommend weiter so lob glucku* kompliment bravo felicit* continuez felicidades felicit* enhorabuena sigan compliment* bravi continuate parabens continuem chapeau compliment* ga zo door gratul* brawo tak dalej polec* grattis bra jobbat beromm* rosa godt gaet ros roser tillykke tebrik* boyle devam elinize saglik 応援 頑張 また利用 また買",
  // What strangers offer
  weOffer:
    "offer offering boost grow help increase bieten steigern proposons offrons boost augment* ofrecemos aumente aumentar potenci* offriamo aument* incrementa* oferecemos aument* alavanc* bieden aan verhoog* oferujemy zwieksz* pozysk* erbjuder oka okar vaxa tilbyder oge vaekst sunuyoruz artir* buyut* 弊社では ご紹介 向上 増や 御社の",
  clickHere:
    "click here link urgent claim verify suspended klicken hier bestatigen cliquez ici reclam* haga clic aqui verifique cliccate clicca qui verifica clique aqui verifi* klik hier bevestig kliknij tutaj odbierz zweryfikuj klicka har bekrafta klik her bekraft tikla* buraya hemen こちらをクリ クリックして 今すぐ 至急",
  loanIncome:
    "loan* credit income earn profit* return* daily trading kredit* darlehen einkommen verdien* gewinn* rendite* pret* revenu* gagn* benefice* prestamo* ingreso* gana* ganancia* rentab* prestit* guadagn* reddit* rendiment* emprestimo* rendiment* ganh* lucro* lening* inkomen verdien* winst* rendement* pozyczk* zarob* zarabia* zysk* lan lana tjana inkomst* avkastning* lan tjen* indkomst* afkast* kredi* kazan* gelir* kar faiz* 副業 稼 収入 融資 利益 儲",
  websiteDesign:
    "webdesign* website* design* develop* visib* ranking* webseite* suchmaschine* referencement* visibilit* posicionamiento* desarrollo* posizionament* visibilita* realizzazion* posicionament* vindbaar* zoekmachine* pozycjonow* widocznosc* synlighet* sokmotor* synlighed* sogemaskin* optimer* gorunurluk* web tasarim* 検索順位 上位表示 ホームページ制作 集客",
  list: "list database contacts emails adressen datenbank* kontakte fichier* base contacts lista base datos contactos contatti lista base contactos lijst bestand adressen baza bazy kontaktow lista register adresser liste register adresser liste veritaban* 名簿 リスト データベース",
  // Other wishes
  parking:
    "parking park directions parkplatz* parken anfahrt parking stationn* aparcamiento* aparcar parcheggi* estacionament* estacionar parkeer* parking* parkow* parkering* parkera parkering* parkere otopark* park 駐車 アクセス",
  lostProperty:
    "left forgot forgotten found umbrella liegen gelassen vergessen gefunden fundsache oublie trouve objet perdu olvid* dejado encontr* dimenticat* trovato esquec* achei encontrei vergeten gevonden laten liggen zostawil* zapomnial* znalaz* glomt kvarglomd* hittat glemt efterladt fundet unuttum buldum 忘れ物 落とし物 拾",
  thesis:
    "thesis survey interview study research journalist* bachelorarbeit masterarbeit umfrage* interview* studie* journalist* memoire etude* enquete* these tesis encuesta* entrevista* periodista* estudio tesi sondaggi* intervist* giornalist* ricerca tese inquerito* entrevista* jornalista* scriptie enquete* interview* onderzoek* prac* magistersk* licencjack* ankiet* wywiad* badani* uppsats* enkat* intervju* undersokning* speciale bachelorprojekt sporgeskema* interview* undersogelse* tez* anket* roportaj* arastirma* 論文 アンケート 取材 研究",
  event:
    "event* workshop* class course courses meeting* donation* sponsor* veranstaltung* workshop* kurs* spende* evenement* atelier* cours don dons evento* taller* curso* donacion* event* corso corsi laboratori* donazion* evento* oficina* curso* doac* evenement* workshop* cursus* donatie* gift wydarzeni* warsztat* kurs* darowizn* evenemang* kurs* workshop* donation* arrangement* kursus* kurser donation* etkinlik* atolye* kurs* bagis* イベント 教室 講座 寄付 ワークショップ",
  sustainable:
    "sustainab* recycl* environment* organic fairtrade nachhaltig* recycel* umwelt* bio ecolog* durable* recycl* bio sostenib* recicl* ecolog* organic* sostenib* ricicl* biologic* sustentav* recicl* biologic* duurzaam* recycl* biologisch* ekologiczn* recykl* hallbar* atervin* ekologisk* baredygtig* genbrug* okologisk* surdurulebilir* geri donusum organik* 環境 リサイクル オーガニック 有機",
  question:
    "question ask asking quick wonder* frage fragen wollte question demander pregunta* consulta* duda domanda chiedere duvida* pergunta* vraag vragen pytanie zapytac fraga undrar sporgsmal sporge soru* sormak 質問 伺い お聞き",
  greetingOnly:
    "hello hey bonjour hallo hola ciao buongiorno ola oi hoi czesc witam hej hejsan merhaba selam こんにちは はじめまして お世話",
  joinWait:
    "notify alert preorder waitlist reserve* benachrichtig* vorbestell* reservier* warteliste prevenir alerte precommand* reserv* avis* aviso reserva* preventa avvis* preordin* prenot* avis* reserva* encomend* prevenda melding seintje reserver* pre-order powiadom* rezerw* przedsprzedaz* meddela* bevaka* forhandsbok* reserver* besked forudbestil* reserver* haber bildirim* onsiparis* ayirt* rezerv* 入荷通知 予約 お知らせ 取り置き 再入荷",
  comeBack:
    "come back again return discontinued stay permanently wieder rein reinkommen nachgeliefert eingestellt auslauf* revient revenir retour discontinu* vuelve volvera* repon* reposicion descatalog* torna tornera rifornit* riassort* volta voltar* reposicao descontinu* terug binnen komen uit assortiment wroci* wraca uzupelni* wycofan* tillbaka utgatt komma aterkom* tilbage udgaet genopfyld* tekrar gelecek stoga uretim* 再販 廃盤 生産終了 再開",
  colourVariant:
    "variant* version* colourway other colours variante* ausfuhrung* version* coloris variante* version* variant* versione colorazion* variante* versao variant* uitvoering* wariant* wersj* variant* utforande* variant* udgave* secenek* versiyon* model* 色違い 別の色 種類 型",
  cash: "cash bar bargeld nachnahme cheque especes efectivo contrareembolso contanti contrassegno dinheiro contant* gotowk* pobrani* kontant* efterkrav kontant* nakit kapida 現金 代金引換",
  island:
    "island* islands northern ireland switzerland alps remote insel* inseln schweiz* osterreich* iles corse reunion suisse belgique islas canarias baleares andorra isole sardegna sicilia svizzera ilhas acores madeira eilanden wadden belgie wyspy czech* niemc* gotland finland norge danmark faroerne gronland norge sverige ada kibris adalar* 離島 沖縄 北海道 海外",
} as const;
