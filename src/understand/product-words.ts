/**
 * What customers say of products, in twelve languages: the file is long because it is a table. One line per language: en, de, fr,
 * es, it, pt, nl, pl, sv, da, tr, ja; "|" parts phrases. Accents do not matter.
 */

/** What a question about products is about, beside a property. */
export type ProductTopic = "variants" | "price" | "comparison" | "recommendation" | "together" | "notice" | "stop_notice";

export const topicPhrases: Record<ProductTopic, readonly string[]> = {
  variants: [
    "which sizes | what sizes | sizes are available | sizes available | which colours | what colours | which colors | what colors | colours are available | available colours | available sizes | sizes do you have | sizes does it come | colours does it come | available in which",
    "welche größen | welche grössen | welchen größen | welchen grössen | welche farben | welchen farben | größen gibt es | farben gibt es | größen haben sie | farben haben sie | verfügbare größen | verfügbare farben",
    "quelles tailles | quelles pointures | quelles couleurs | quels coloris | tailles disponibles | couleurs disponibles",
    "qué tallas | qué colores | cuáles tallas | tallas disponibles | colores disponibles | qué tamaños",
    "quali taglie | che taglie | quali misure | quali colori | che colori | taglie disponibili | colori disponibili",
    "que tamanhos | quais tamanhos | que cores | quais cores | tamanhos disponíveis | cores disponíveis",
    "welke maten | welke kleuren | beschikbare maten | beschikbare kleuren",
    "jakie rozmiary | jakich rozmiarach | jakie kolory | jakich kolorach | dostępne rozmiary | dostępne kolory",
    "vilka storlekar | vilka färger | tillgängliga storlekar",
    "hvilke størrelser | hvilke farver | tilgængelige størrelser",
    "hangi bedenler | hangi beden var | hangi renkler | hangi renk var | mevcut bedenler | bedenleri var",
    "どのサイズ | 何色 | サイズ展開 | カラー展開",
  ],
  price: [
    "price | prices | cost | costs | how much is | how much are | how much does it cost | how expensive",
    "preis | preise | kostet | kosten | wie teuer | was kostet",
    "prix | combien coûte | combien coûtent | coûte | coûtent | c'est combien",
    "precio | precios | cuesta | cuestan | cuánto vale | cuánto valen",
    "prezzo | prezzi | costa | costano | quanto viene",
    "preço | preços | custa | custam | quanto é",
    "prijs | prijzen | kost | kosten | hoe duur",
    "cena | ceny | cenę | kosztuje | kosztują | ile kosztuje",
    "pris | priset | kostar | vad kostar",
    "pris | prisen | koster | hvad koster",
    "fiyat | fiyatı | fiyatları | kaç para | ne kadar tutar | kaça",
    "値段 | 価格 | いくら",
  ],
  comparison: [
    "difference between | differences between | what is the difference | what's the difference | compare | compared to | compared with | comparison | versus | vs | or rather | which is better | which one is better | better than | which of the two | which of these two | how do they differ",
    "unterschied zwischen | unterschiede zwischen | unterschied | unterscheiden | vergleich | vergleichen | verglichen mit | im vergleich | welche ist besser | welcher ist besser | welches ist besser | besser als | welches von beiden | welche von beiden | welcher von beiden",
    "différence entre | différences entre | quelle est la différence | comparer | comparaison | comparé à | par rapport à | lequel est mieux | laquelle est mieux | lequel des deux | laquelle des deux | mieux que",
    "diferencia entre | diferencias entre | cuál es la diferencia | comparar | comparación | comparado con | cuál es mejor | mejor que | cuál de los dos | cuál de las dos",
    "differenza tra | differenza fra | differenze tra | qual è la differenza | confrontare | confronto | rispetto a | quale è meglio | qual è meglio | meglio di | quale dei due | quale delle due",
    "diferença entre | diferenças entre | qual é a diferença | comparar | comparação | comparado com | qual é melhor | melhor do que | qual dos dois | qual das duas",
    "verschil tussen | verschillen tussen | wat is het verschil | vergelijken | vergelijking | vergeleken met | welke is beter | beter dan | welke van de twee",
    "różnica między | różnice między | różnica pomiędzy | jaka jest różnica | czym się różni | czym się różnią | porównać | porównanie | w porównaniu | która jest lepsza | który jest lepszy | które jest lepsze | lepszy niż | lepsza niż",
    "skillnad mellan | skillnaden mellan | vad är skillnaden | jämföra | jämförelse | jämfört med | vilken är bäst | vilken är bättre | bättre än | vilken av de två",
    "forskel på | forskellen på | forskel mellem | forskellen mellem | hvad er forskellen | sammenligne | sammenligning | sammenlignet med | hvilken er bedst | hvilken er bedre | bedre end | hvilken af de to",
    "arasındaki fark | farkı nedir | fark ne | karşılaştır | karşılaştırma | karşılaştırır mısınız | hangisi daha iyi | göre daha iyi",
    "違い | 比較 | どちらが | どっちが | 比べて",
  ],
  recommendation: [
    "recommend | recommends | recommendation | recommendations | suggest | suggestion | suggestions | something like | something similar | anything similar | similar to | similar ones | alternative to | alternatives to | an alternative | alternatives | looking for something like",
    "empfehlen | empfehlt | empfehlung | empfehlungen | empfiehlst | vorschlagen | vorschlag | etwas ähnliches | ähnliche | ähnlich wie | ähnlichen | ähnlicher | alternative | alternativen | alternative zu",
    "recommander | recommandez | recommandation | recommandations | conseiller | conseillez | suggérer | suggestion | quelque chose de semblable | semblable à | similaire | similaires | comparable à | alternative | alternatives",
    "recomendar | recomienda | recomiendan | recomendación | recomendaciones | sugerir | sugerencia | algo parecido | parecido a | parecidos | similar a | similares | alternativa | alternativas",
    "consigliare | consiglia | consigliate | consiglio | consigliarmi | raccomandare | suggerire | suggerimento | qualcosa di simile | simile a | simili | alternativa | alternative",
    "recomendar | recomenda | recomendam | recomendação | sugerir | sugestão | algo parecido | parecido com | semelhante a | semelhantes | alternativa | alternativas",
    "aanraden | aanbevelen | aanbeveling | raden jullie aan | raadt u aan | voorstellen | iets vergelijkbaars | vergelijkbare | vergelijkbaar met | soortgelijke | zoiets als | alternatief | alternatieven",
    "polecić | polecacie | polecają | poleca | polecenie | zaproponować | coś podobnego | podobne do | podobny do | podobna do | podobne | alternatywa | alternatywę",
    "rekommendera | rekommenderar | rekommendation | föreslå | förslag | något liknande | liknande | alternativ till | alternativ",
    "anbefale | anbefaler | anbefaling | foreslå | forslag | noget lignende | lignende | alternativ til | alternativ",
    "önerir misiniz | önerebilir misiniz | önerin | öneri | tavsiye | benzer bir | benzeri | benzer | alternatif",
    "おすすめ | お勧め | オススメ | 似た | 似ている | 類似 | 代わりになる",
  ],
  together: [
    "goes with | go with | goes well with | go well with | to go with | bought together | buy together | fits to | accessories | accessory | matches with | what else do i need | also bought | bought with",
    "passt zu | passen zu | passt dazu | passend dazu | passend zu | dazu passt | dazu gekauft | zusammen gekauft | zubehör | was brauche ich noch | dazu empfehlen",
    "va avec | vont avec | aller avec | acheté avec | achetés ensemble | achetées ensemble | accessoire | accessoires | assorti à",
    "va con | va bien con | combina con | comprado junto | comprados juntos | compran con | accesorio | accesorios",
    "va bene con | si abbina | abbinare | comprati insieme | acquistati insieme | accessorio | accessori",
    "combina com | vai bem com | comprados juntos | acessório | acessórios",
    "past bij | passen bij | past goed bij | samen gekocht | erbij gekocht | accessoire | accessoires | toebehoren",
    "pasuje do | pasują do | kupowane razem | kupują razem | akcesoria | dodatki do",
    "passar till | passar ihop | köps tillsammans | köpt tillsammans | tillbehör",
    "passer til | passer sammen | købt sammen | købes sammen | tilbehør",
    "ile birlikte alınan | birlikte alınan | yanına ne | aksesuar | aksesuarlar | uyumlu ürün",
    "一緒に買 | 合わせて買 | アクセサリー | 付属品",
  ],
  notice: [
    "tell me when | let me know when | notify me | inform me when | email me when | write to me when | message me when | let me know as soon as | tell me as soon as | alert me | put me on the list | put me on the waiting list | waiting list | remind me when | back in stock alert",
    "sagen sie mir bescheid | sag mir bescheid | sagt mir bescheid | bescheid sagen | bescheid geben | geben sie mir bescheid | gebt mir bescheid | gib mir bescheid | geben sie bescheid | benachrichtigen sie mich | benachrichtigt mich | benachrichtige mich | informieren sie mich | informiert mich | schreiben sie mir wenn | schreibt mir wenn | mich benachrichtigen | warteliste | benachrichtigung wenn",
    "prévenez moi | prévenez-moi | me prévenir | préviens moi | avertissez moi | avertissez-moi | m'avertir | informez moi | informez-moi | m'informer quand | tenez moi au courant | tenez-moi au courant | dites moi quand | écrivez moi quand | alertez moi | liste d'attente",
    "avísenme | avíseme | avisadme | avísame | me avisan | me avisen | me pueden avisar | pueden avisarme | puede avisarme | avisarme | notifíquenme | notifíqueme | infórmenme | lista de espera",
    "avvisatemi | mi avvisi | avvisami | mi avvisate | avvisarmi | fatemi sapere quando | mi faccia sapere quando | fammi sapere quando | informatemi | mi informi quando | notificatemi | lista d'attesa",
    "avisem me | avisem-me | avise me | avise-me | me avise | me avisem | avisa-me | avisar me | avisar-me | notifiquem-me | lista de espera",
    "laat me weten wanneer | laat het me weten | laat mij weten | laat me weten | waarschuw me | bericht mij | stuur me een bericht | houd me op de hoogte | hou me op de hoogte | informeer me | seintje | wachtlijst",
    "dajcie znać | daj znać | proszę dać znać | powiadomcie | powiadom mnie | proszę o powiadomienie | powiadomić mnie | poinformujcie | proszę o informację kiedy | proszę mnie poinformować | lista oczekujących",
    "säg till när | hör av er när | meddela mig | meddela när | informera mig | påminn mig | bevaka | väntelista",
    "sig til når | giv besked | giv mig besked | giv mig et praj | giv lyd | skriv til mig når | informer mig | venteliste | besked når",
    "haber verin | haber ver | haber verir misiniz | bana haber | bildirin | bilgi verin | bilgilendirin | gelince haber | bekleme listesi",
    "入荷したら | 再入荷したら | 入荷次第 | お知らせください | 知らせてください | 再入荷通知 | 教えてください入荷",
  ],
  stop_notice: [
    "do not notify me | don't notify me | stop notifying | do not tell me when | don't tell me when | no longer notify | no longer want to be notified | don't want to be notified | no need to notify | no need to tell me | do not need to tell me | don't need to tell me | take me off the list | take me off the waiting list | remove me from the list | remove me from the waiting list | cancel the notice | cancel the notification | cancel my notification",
    "nicht mehr benachrichtigen | keine benachrichtigung | nicht benachrichtigen | benachrichtigung abbestellen | benachrichtigung löschen | benachrichtigung stornieren | nicht mehr bescheid | keinen bescheid mehr | von der warteliste | von der liste nehmen | nicht mehr informieren",
    "ne me prévenez plus | ne me prévenez pas | ne plus me prévenir | ne plus être prévenu | ne plus être prévenue | ne m'avertissez plus | ne plus m'avertir | plus besoin de me prévenir | retirez moi de la liste | annuler l'alerte",
    "no me avisen | no me avise | ya no me avisen | ya no quiero que me avisen | no quiero que me avisen | no hace falta que me avisen | quítenme de la lista | bórrenme de la lista | cancelar el aviso",
    "non avvisatemi | non mi avvisate | non mi avvisi | non voglio più essere avvisato | non voglio più essere avvisata | non serve più avvisarmi | toglietemi dalla lista | annullare l'avviso",
    "não me avisem | não me avise | não me avisem mais | já não quero ser avisado | já não quero ser avisada | não é preciso avisar | tirem-me da lista | cancelar o aviso",
    "niet meer waarschuwen | geen bericht meer | hoef geen bericht | niet meer berichten | haal me van de lijst | van de wachtlijst | bericht niet meer nodig",
    "nie powiadamiajcie | proszę nie powiadamiać | nie chcę już powiadomień | nie chcę powiadomienia | nie trzeba powiadamiać | usuńcie mnie z listy | anulować powiadomienie",
    "meddela mig inte | behöver inte meddela | vill inte bli meddelad | ta bort mig från listan | avsluta bevakningen",
    "giv mig ikke besked | ikke give mig besked | behøver ikke give besked | vil ikke have besked | fjern mig fra listen",
    "haber vermeyin | haber vermenize gerek yok | bildirim istemiyorum | bilgilendirmeyin | listeden çıkarın | bildirimi iptal",
    "通知は不要 | 通知を停止 | 通知をキャンセル | お知らせは不要 | 知らせなくて",
  ],
};

/** Phrases that ask for a day and not for a message: "Can you tell me when it is back?" */
export const dateQuestions: readonly string[] = [
  "can you tell me when | could you tell me when | can you let me know when it will | do you know when | when will",
  "können sie mir sagen wann | kannst du mir sagen wann | wissen sie wann | wann kommt",
];

/** What is meant by a size or a colour, whatever the shop calls it. */
export const sizePhrases: Record<string, readonly string[]> = {
  xs: [
    "extra small | x small | extra klein | très petit | très petite | extra pequeño | extra pequeña | extra piccola | sサイズより小さい",
  ],
  s: [
    "small | klein | kleine | kleiner | kleines | kleinen | petit | petite | petits | petites | pequeño | pequeña | piccolo | piccola | pequeno | pequena | kleine maat | mały | mała | małe | małą | mały rozmiar | liten | litet | små | lille | küçük | küçüğü | sサイズ | スモール",
  ],
  m: [
    "medium | mittel | mittelgroß | mittelgroße | mittlere | mittlerer | moyen | moyenne | mediano | mediana | medio | media | médio | média | middel | middelgroot | średni | średnia | średnie | średnią | mellan | mellem | orta | orta boy | mサイズ | ミディアム",
  ],
  l: [
    "large | groß | große | großer | großes | großen | gross | grosse | grosser | grosses | grand | grande | grands | grandes | groot | grote | duży | duża | duże | dużą | stor | stort | stora | store | büyük | büyüğü | lサイズ | ラージ",
  ],
  xl: [
    "extra large | x large | extra groß | extra gross | sehr groß | très grand | très grande | extra grande | extra groot | bardzo duży | extra stor | çok büyük | xlサイズ",
  ],
  xxl: ["xx large | extra extra large | xxlサイズ"],
  xxxl: ["extra extra extra large | xxxlサイズ"],
};

export const colourPhrases: Record<string, readonly string[]> = {
  black: [
    "black | schwarz | schwarze | schwarzer | schwarzes | schwarzen | schwarzem | noir | noire | noirs | noires | negro | negra | nero | nera | neri | nere | preto | preta | zwart | zwarte | czarny | czarna | czarne | czarną | czarnym | svart | svarta | sort | sorte | siyah | 黒 | ブラック",
  ],
  white: [
    "white | weiß | weiße | weißer | weißes | weißen | weiss | weisse | blanc | blanche | blancs | blanches | blanco | blanca | bianco | bianca | branco | branca | wit | witte | biały | biała | białe | białą | vit | vita | vitt | hvid | hvide | beyaz | 白 | ホワイト",
  ],
  grey: [
    "grey | gray | grau | graue | grauer | graues | grauen | gris | grise | grises | grigio | grigia | cinza | cinzento | cinzenta | grijs | grijze | szary | szara | szare | szarą | grå | gråa | grått | gri | グレー | 灰色",
  ],
  red: [
    "red | rot | rote | roter | rotes | roten | rouge | rouges | rojo | roja | rosso | rossa | vermelho | vermelha | rood | rode | czerwony | czerwona | czerwone | czerwoną | czerwonym | röd | röda | rött | rød | røde | kırmızı | kırmızısı | 赤 | レッド",
  ],
  blue: [
    "blue | blau | blaue | blauer | blaues | blauen | bleu | bleue | bleus | bleues | azul | azules | blu | azzurro | azzurra | blauw | blauwe | niebieski | niebieska | niebieskie | niebieską | blå | blåa | blått | mavi | mavisi | 青 | ブルー",
  ],
  navy: [
    "navy | navy blue | dark blue | dunkelblau | dunkelblaue | dunkelblauer | marineblau | bleu marine | azul marino | azul oscuro | blu scuro | blu navy | azul marinho | donkerblauw | donkerblauwe | marineblauw | granatowy | granatowa | granatowe | marinblå | mörkblå | marineblå | mørkeblå | lacivert | ネイビー | 紺",
  ],
  green: [
    "green | forest | grün | grüne | grüner | grünes | grünen | vert | verte | verts | vertes | verde | verdes | verdi | groen | groene | zielony | zielona | zielone | zieloną | grön | gröna | grönt | grøn | grønne | yeşil | yeşili | 緑 | グリーン",
  ],
  yellow: [
    "yellow | mustard | gelb | gelbe | gelber | gelbes | gelben | senfgelb | jaune | jaunes | moutarde | amarillo | amarilla | mostaza | giallo | gialla | senape | amarelo | amarela | geel | gele | żółty | żółta | żółte | żółtą | gul | gula | gult | gule | sarı | sarısı | 黄色 | イエロー",
  ],
  orange: [
    "orange | orangene | oranges | naranja | arancione | laranja | oranje | pomarańczowy | pomarańczowa | pomarańczowe | turuncu | オレンジ",
  ],
  brown: [
    "brown | rust | braun | braune | brauner | braunes | braunen | rostrot | brun | brune | bruns | brunes | marron | rouille | marrón | castaño | marrone | castanho | marrom | bruin | bruine | brązowy | brązowa | brązowe | bruna | brunt | kahverengi | 茶色 | ブラウン",
  ],
  pink: [
    "pink | coral | rosa | rosane | korallenrot | koralle | rose | roses | corail | rosado | rosada | coralino | coralo | cor de rosa | roze | koraal | różowy | różowa | różowe | różową | lyserød | pembe | ピンク",
  ],
  purple: [
    "purple | violet | lila | violett | violette | violettes | violets | morado | morada | viola | roxo | roxa | paars | paarse | fioletowy | fioletowa | fioletowe | mor | 紫 | パープル",
  ],
  beige: [
    "beige | sand | sandfarben | sable | arena | sabbia | bege | areia | zand | zandkleurig | beżowy | beżowa | beżowe | sandfärgad | sandfarvet | bej | ベージュ",
  ],
  gold: [
    "gold | golden | goldene | goldener | doré | dorée | dorado | dorada | dorato | dorata | dourado | dourada | goud | gouden | złoty | złota | złote | guld | altın | ゴールド",
  ],
  silver: [
    "silver | steel | silber | silberne | silberner | stahl | argent | argenté | argentée | acier | plateado | plateada | acero | argento | argentato | acciaio | prateado | prateada | aço | zilver | zilveren | staal | srebrny | srebrna | srebrne | stal | sølv | stål | gümüş | çelik | シルバー",
  ],
  turquoise: [
    "turquoise | türkis | türkise | türkiser | turquesa | turchese | turkoois | turkusowy | turkusowa | turkos | turkis | turkuaz | ターコイズ",
  ],
};

/** Words of one language that mean something else in others, so they count in that one only. */
export const onlyIn: Readonly<Record<string, string>> = {
  sort: "da",
  mor: "tr",
  wit: "nl",
  vit: "sv",
  rose: "fr",
  roses: "fr",
  argent: "fr",
};

/** A word before a number or a letter that makes it a size. */
export const sizeWords: readonly string[] = [
  "size | sizes | größe | grösse | groesse | größen | grössen | gr | taille | tailles | pointure | talla | tallas | número | taglia | taglie | misura | numero | tamanho | maat | maten | rozmiar | rozmiarze | rozmiary | storlek | storlekar | størrelse | størrelser | beden | numara | サイズ",
];

/** After an adjective of size these show that no size is meant: "une petite question", "un grand merci". */
export const noSizePhrases: readonly string[] = [
  "small question | small problem | small favour | small favor | large problem | big thanks | large order | small order",
  "kleine frage | kleines problem | kleine bitte | großes problem | großen dank | großes lob | große freude | großer fan | kleine info",
  "petite question | petit renseignement | petit problème | petite info | petite demande | grand merci | grande question | petit souci",
  "pequeña pregunta | pequeña duda | pequeño problema | pequeña consulta | grandes gracias | gran problema",
  "piccola domanda | piccolo problema | piccola informazione | grande grazie | grazie mille",
  "pequena pergunta | pequena dúvida | pequeno problema | grande obrigado",
  "kleine vraag | klein vraagje | klein probleem | groot probleem | grote dank",
  "małe pytanie | mały problem | mała prośba | wielkie dzięki | duży problem",
  "liten fråga | litet problem | stort tack | stort problem",
  "lille spørgsmål | lille problem | stor tak | stort problem",
  "küçük bir soru | küçük bir sorum | büyük bir sorun | küçük sorun",
];

/**
 * Properties a catalogue may hold. The same words find the property in the question and in the names of the shop's attributes,
 * so that "wie schwer" finds "Weight" and "Gewicht".
 */
export const propertyPhrases: Record<string, readonly string[]> = {
  material: [
    "material | materials | fabric | made of | made from | made out of | composition | what is it made",
    "material | materialien | stoff | gewebe | materialzusammensetzung | woraus | aus was | besteht aus | hergestellt aus",
    "matière | matières | matériau | matériaux | tissu | composition | en quoi | fabriqué en | fabriquée en",
    "material | materiales | tejido | composición | hecho de | hecha de | de qué está hecho | de qué está hecha",
    "materiale | materiali | tessuto | composizione | fatto di | fatta di | di che cosa è fatto | di cosa è fatto",
    "material | materiais | tecido | composição | feito de | feita de",
    "materiaal | materialen | stof | samenstelling | gemaakt van | waarvan is",
    "materiał | materiału | materiale | tkanina | skład materiału | z czego jest | wykonany z | wykonana z",
    "material | materialet | tyg | gjord av | tillverkad av | vad är den gjord",
    "materiale | materialet | stof | lavet af | fremstillet af",
    "malzeme | malzemesi | kumaş | kumaşı | neden yapılmış | hangi malzemeden",
    "素材 | 材質 | 生地",
  ],
  weight: [
    "weight | weigh | weighs | how heavy | heavy is",
    "gewicht | wiegt | wie schwer | schwer ist",
    "poids | pèse | pèsent | combien pèse",
    "peso | pesa | pesan | cuánto pesa",
    "peso | pesa | pesano | quanto pesa",
    "peso | pesa | quanto pesa",
    "gewicht | weegt | hoe zwaar | zwaar is",
    "waga | wagę | waży | ciężar | ile waży",
    "vikt | väger | hur tung | hur tungt",
    "vægt | vejer | hvor tung | hvor meget vejer",
    "ağırlık | ağırlığı | kaç kilo | kaç gram | ne kadar ağır",
    "重さ | 重量 | 何グラム | 何キロ",
  ],
  dimensions: [
    "dimensions | dimension | measurements | measure | how big is | packed size | pack size",
    "maße | masse | abmessungen | abmessung | wie groß ist | wie gross ist | packmaß | packmaße",
    "dimensions | dimension | mesures | mesure | encombrement | format",
    "dimensiones | dimensión | medidas | mide | cuánto mide",
    "dimensioni | dimensione | misure | quanto misura | ingombro",
    "dimensões | dimensão | medidas | mede",
    "afmetingen | afmeting | maten van | hoe groot is | pakmaat",
    "wymiary | wymiar | jak duży jest | jak duża jest",
    "mått | måtten | dimensioner | hur stor är | packmått",
    "mål | målene | dimensioner | hvor stor er | pakmål",
    "boyut | boyutları | ölçü | ölçüleri | ebat | ebatları",
    "寸法 | 大きさ | 収納サイズ",
  ],
  size_chart: [
    "size chart | size guide | sizing | size table | what size should i",
    "größentabelle | grössentabelle | größenberatung | welche größe soll | welche größe brauche",
    "guide des tailles | tableau des tailles | quelle taille dois",
    "guía de tallas | tabla de tallas | qué talla debo",
    "guida alle taglie | tabella taglie | tabella delle taglie | che taglia devo",
    "guia de tamanhos | tabela de tamanhos",
    "maattabel | maatwijzer | welke maat moet",
    "tabela rozmiarów | jaki rozmiar powinnam | jaki rozmiar powinienem",
    "storleksguide | storlekstabell | vilken storlek ska",
    "størrelsesguide | størrelsesskema | hvilken størrelse skal",
    "beden tablosu | ölçü tablosu | hangi beden almalıyım",
    "サイズ表 | サイズチャート",
  ],
  capacity: [
    "capacity | volume | litres | liters | how many people | how much does it hold | how much fits",
    "kapazität | volumen | fassungsvermögen | inhalt | liter | wie viele personen | wie viel passt",
    "capacité | contenance | volume | litres | combien de personnes | combien de litres",
    "capacidad | volumen | litros | cuántas personas | cuántos litros",
    "capacità | capienza | volume | litri | quante persone | quanti litri",
    "capacidade | volume | litros | quantas pessoas | quantos litros",
    "capaciteit | inhoud | volume | hoeveel personen | hoeveel liter",
    "pojemność | ile litrów | ile osób | objętość",
    "kapacitet | volym | rymmer | hur många liter | hur många personer",
    "kapacitet | volumen | rummer | hvor mange liter | hvor mange personer",
    "kapasite | kapasitesi | hacim | hacmi | kaç litre | kaç kişilik",
    "容量 | 何リットル | 何人用",
  ],
  waterproof: [
    "waterproof | water resistant | rainproof | watertight | water column | keep dry | in the rain",
    "wasserdicht | wasserfest | regendicht | regenfest | wasserabweisend | wassersäule | im regen",
    "imperméable | imperméables | étanche | étanches | résistant à l'eau | sous la pluie",
    "impermeable | impermeables | resistente al agua | estanco | bajo la lluvia",
    "impermeabile | impermeabili | resistente all'acqua | sotto la pioggia",
    "impermeável | à prova de água | resistente à água",
    "waterdicht | waterdichte | waterbestendig | regendicht | in de regen",
    "wodoodporny | wodoodporna | wodoodporne | wodoszczelny | nieprzemakalny | nieprzemakalna | nieprzemakalne",
    "vattentät | vattentätt | vattentäta | regntät | tål regn",
    "vandtæt | vandtætte | regntæt | tåler regn",
    "su geçirmez | su geçirir mi | suya dayanıklı | yağmurda",
    "防水 | 耐水 | 撥水",
  ],
  windproof: [
    "windproof | winddicht | coupe vent | cortavientos | antivento | corta vento | winddichte | wiatroszczelny | wiatroszczelna | vindtät | vindtæt | rüzgar geçirmez | rüzgara dayanıklı | 防風",
  ],
  care: [
    "washed | wash it | machine wash | washing instructions | washable | care instructions | how do i wash | how to wash | dishwasher | care",
    "waschen | gewaschen | waschbar | waschmaschine | pflege | pflegehinweise | spülmaschine | spülmaschinenfest | reinigen",
    "laver | lavable | lavage | entretien | lave vaisselle | lave linge | nettoyer",
    "lavar | lavable | lavado | lavadora | cuidado | cuidados | lavavajillas",
    "lavare | lavabile | lavaggio | lavatrice | cura | lavastoviglie",
    "lavar | lavável | lavagem | máquina de lavar | cuidados",
    "wassen | wasbaar | wasmachine | wasvoorschrift | onderhoud | vaatwasser",
    "prać | pranie | prania | pralka | pralce | pielęgnacja | zmywarka | zmywarce",
    "tvätta | tvättas | tvättråd | tvättmaskin | skötsel | diskmaskin",
    "vaske | vaskes | vaskeanvisning | vaskemaskine | pleje | opvaskemaskine",
    "yıkanır | yıkama | yıkanabilir | çamaşır makinesi | bakım | bulaşık makinesi",
    "洗濯 | 洗え | 手入れ | 食洗機",
  ],
  fit: [
    "fit | fits true to size | true to size | run small | runs small | run large | runs large | cut",
    "passform | schnitt | fällt klein aus | fällt groß aus | wie fällt | fällt die | fällt der | fallen die",
    "coupe | taille petit | taille grand | taillent petit",
    "corte | ajuste | horma | talla pequeño | tallan pequeño",
    "vestibilità | veste piccolo | veste grande | calza",
    "caimento | modelagem | ajuste | corte",
    "pasvorm | valt klein | valt groot | vallen klein",
    "krój | fason | dopasowanie",
    "passform | små i storleken | stor i storleken",
    "pasform | små i størrelsen | store i størrelsen",
    "kalıp | kalıbı | dar kalıp",
    "フィット | サイズ感",
  ],
  battery: [
    "battery | batteries | rechargeable | battery life | akku | batterie | batterien | aufladbar | akkulaufzeit | batería | baterías | pilas | piles | rechargeable | autonomie | batteria | batterie | ricaricabile | bateria | recarregável | accu | batterij | batterijen | oplaadbaar | bateria | baterie | akumulator | batteri | batterier | uppladdningsbar | genopladelig | pil | şarj | şarjlı | バッテリー | 電池 | 充電",
  ],
  brightness: [
    "brightness | how bright | lumens | lumen | helligkeit | wie hell | luminosité | luminosidad | brillo | luminosità | luminosidade | helderheid | hoe fel | jasność | ljusstyrka | lysstyrke | parlaklık | 明るさ | ルーメン",
  ],
  power: [
    "power | watt | watts | leistung | puissance | potencia | potenza | potência | vermogen | moc | effekt | güç | güçte | 出力 | ワット",
  ],
  fuel: [
    "fuel | gas cartridge | brennstoff | kartusche | combustible | carburant | combustibile | combustível | brandstof | paliwo | bränsle | brændstof | yakıt | 燃料",
  ],
  temperature: [
    "temperature | comfort temperature | how warm | how cold | temperatur | komforttemperatur | wie warm | bis wie viel grad | température | quelle température | temperatura | temperature di comfort | temperatuur | comforttemperatuur | temperatura komfortu | sıcaklık | 温度",
  ],
  insulation: [
    "r-value | r value | insulation | isolierung | isolation | isolierwert | aislamiento | isolamento | isolatie | izolacja | yalıtım | 断熱",
  ],
  filling: [
    "filling | fill power | down or synthetic | füllung | bauschkraft | garnissage | rembourrage | relleno | imbottitura | enchimento | vulling | wypełnienie | fyllning | fyld | dolgu | 中綿",
  ],
  sole: [
    "sole | soles | sohle | profil | semelle | semelles | suela | suola | sola | zool | podeszwa | sula | sål | taban | 靴底 | ソール",
  ],
  lining: [
    "lining | lined | futter | gefüttert | innenfutter | doublure | doublé | forro | fodera | voering | gevoerd | podszewka | foder | astar | 裏地",
  ],
  length: [
    "length | länge | longueur | largo | longitud | lunghezza | comprimento | lengte | długość | längd | længde | uzunluk | uzunluğu | 長さ",
  ],
  width: [
    "width | how wide | breite | wie breit | largeur | ancho | anchura | larghezza | largura | breedte | hoe breed | szerokość | bredd | bredde | genişlik | genişliği | 幅",
  ],
  height: [
    "height | how tall is | höhe | wie hoch | hauteur | altura | altezza | hoogte | hoe hoog | wysokość | höjd | højde | yükseklik | yüksekliği | 高さ",
  ],
  diameter: ["diameter | durchmesser | diamètre | diámetro | diametro | diâmetro | doorsnede | średnica | diameter | çap | çapı | 直径"],
  load: [
    "maximum load | how much weight can | belastbarkeit | tragkraft | belastbar | charge maximale | carga máxima | carico massimo | draagvermogen | nośność | maxlast | maksimal belastning | maksimum yük | taşıma kapasitesi | 耐荷重",
  ],
  compatible: [
    "compatible | compatible with | works with | work with | fits on | kompatibel | passt auf | funktioniert mit | compatible avec | fonctionne avec | compatibles | compatible con | funciona con | compatibile | compatibile con | funziona con | compatível | compatível com | geschikt voor | werkt met | kompatybilny | kompatybilna | kompatybilne | działa z | kompatibelt | fungerar med | virker med | uyumlu mu | uyumlu | 対応 | 互換",
  ],
  allergens: [
    "allergens | allergen | allergy | allergic | nuts | gluten | lactose | allergene | allergie | allergisch | nüsse | laktose | allergènes | allergie | alérgenos | alergia | allergeni | allergia | alérgenos | allergenen | alergeny | alergię | allergener | allergi | alerjen | alerji | アレルギー",
  ],
  ingredients: [
    "ingredients | ingredient | zutaten | inhaltsstoffe | ingrédients | ingredientes | ingredienti | ingrediënten | składniki | ingredienser | içindekiler | 原材料 | 成分",
  ],
  diet: [
    "vegan | vegetarian | vegetarisch | végane | végétalien | végétarien | vegano | vegana | vegetariano | vegetariana | veganistisch | vegański | wegański | wegetariański | vegansk | vegetarisk | vejetaryen | ビーガン | ヴィーガン",
  ],
  energy: [
    "calories | kcal | energy | kalorien | brennwert | calorías | calorie | calorias | calorieën | kalorie | kalorier | kalori | カロリー",
  ],
  uv: [
    "uv protection | uv | upf | sun protection | uv schutz | sonnenschutz | protection uv | protección uv | protección solar | protezione uv | proteção uv | uv bescherming | ochrona uv | uv skydd | uv beskyttelse | uv koruma | 紫外線",
  ],
  contents: [
    "contents | what is included | what's included | comes with | included in | lieferumfang | inhalt des | was ist dabei | contenu | compris | contenido | incluye | contenuto | incluso | conteúdo | inclui | inhoud van | meegeleverd | zawartość | zestawie | innehåll | ingår | indhold | følger med | içerik | içeriği | 内容 | 付属",
  ],
  origin: [
    "made in | where is it made | country of origin | manufactured in | hergestellt in | herkunftsland | wo wird | herkunft | fabriqué où | pays d'origine | origine | fabricado en | país de origen | origen | prodotto in | paese di origine | fabricado em | país de origem | land van herkomst | geproduceerd in | kraj pochodzenia | wyprodukowano w | tillverkningsland | tillverkas var | oprindelsesland | menşei | üretim yeri | 原産国 | 製造国",
  ],
  guarantee: [
    "warranty | guarantee | garantie | garantía | garanzia | garantia | gwarancja | gwarancji | gwarancję | garanti | garantisi | 保証",
  ],
};

/** Words before a number that make it the most somebody wants to pay, the least, or about as much. */
export const budgetPhrases: Record<"most" | "least" | "about", readonly string[]> = {
  most: [
    "under | below | up to | at most | max | maximum | no more than | less than | not more than | budget of | budget is | budget | within",
    "unter | bis zu | bis | höchstens | maximal | max | nicht mehr als | weniger als | budget von | budget",
    "moins de | jusqu'à | au maximum | maximum | max | pas plus de | budget de | budget",
    "menos de | hasta | como máximo | máximo | max | no más de | por debajo de | presupuesto de | presupuesto",
    "meno di | fino a | al massimo | massimo | max | non più di | sotto i | sotto | budget di | budget",
    "menos de | até | no máximo | máximo | max | não mais de | abaixo de | orçamento de | orçamento",
    "onder de | onder | tot | maximaal | hoogstens | max | niet meer dan | minder dan | budget van | budget",
    "poniżej | do | maksymalnie | maks | nie więcej niż | mniej niż | budżet | budżecie",
    "under | upp till | max | högst | maximalt | inte mer än | mindre än | budget på | budget",
    "under | op til | maks | højst | maksimalt | ikke mere end | mindre end | budget på | budget",
    "en fazla | maksimum | bütçem | bütçe",
  ],
  least: [
    "over | more than | at least | above | from | starting at | über | mehr als | mindestens | ab | plus de | au moins | à partir de | más de | al menos | por encima de | a partir de | più di | almeno | a partire da | mais de | pelo menos | acima de | meer dan | minstens | vanaf | boven de | powyżej | co najmniej | więcej niż | över | mer än | minst | over | mere end | mindst | en az",
  ],
  about: [
    "around | about | roughly | approximately | etwa | ungefähr | circa | ca | rund | environ | autour de | alrededor de | aproximadamente | unos | circa | intorno a | por volta de | cerca de | ongeveer | rond de | rond | około | ok | ungefär | omkring | cirka | yaklaşık | civarında",
  ],
};
/** Words that stand behind the number: "300 euroya kadar", "3万円以下". */
export const behindAmount: Record<"most" | "least" | "about", readonly string[]> = {
  most: ["or less | max | maximum | altı | altında | kadar | maximal | höchstens | 以下 | 以内 | まで | 未満"],
  least: ["or more | at least | üstü | üzerinde | ve üzeri | 以上"],
  about: ["or so | civarı | civarında | ぐらい | くらい | 前後"],
};
