/** Words with a feeling in customers' messages, per language; strength in the key. Written for this project; accents may be left out. */
export type Feelings = {
  angry: string;
  bad: string;
  poor: string;
  good: string;
  great: string;
  not: string;
};

export const feelings: Record<string, Feelings> = {
  en: {
    angry:
      "furious | outrageous | outraged | disgusting | disgusted | disgrace | disgraceful | ridiculous | unacceptable | pathetic | scam | scammers | fraud | thieves | liars | liar | lied | idiots | incompetent | joke | fed up | sick of | fuck | fucking | shit | bullshit | wtf | crap | damn | shame on you | worst | never again | how dare | rip off | ripoff | hate | enraged | angry | livid | robbery | clowns | useless people | stop ignoring | thanks for nothing | one star | last straw | appalling | outrage",
    bad: "terrible | horrible | awful | useless | disappointed | disappointing | dissatisfied | unhappy | rude | unprofessional | frustrated | frustrating | annoyed | annoying | upset | bad | poor | cheated | misleading | ignored | waste | regret | nightmare | mess | garbage | rubbish | sucks | complain | complaint | stolen | ruined | nobody replies | no one answers | not happy | lawsuit | chargeback | lawyer | tears",
    poor: "broken | damaged | wrong | missing | late | delayed | problem | issue | error | failed | faulty | defective | lost | stuck | unfortunately | sorry | cracked | leaking | worried | confused | still waiting | never arrived | never received | never got | not received | double charged | charged twice | declined | crash | crashes | slow | sad",
    good: "thanks | thank you | happy | good | nice | glad | pleased | appreciate | appreciated | works now | helpful | kind | friendly | cool | enjoy | well done | fine | like it | cheers | beautiful",
    great:
      "love | great | excellent | perfect | awesome | amazing | fantastic | wonderful | best | brilliant | super happy | delighted | over the moon | impressed | made my day | thank you so much",
    not: "not | no | never | dont | doesnt | didnt | isnt | wasnt | cant | wont | without | hardly | nothing | arent",
  },
  de: {
    angry:
      "unverschämt | unverschämtheit | frechheit | unfassbar | skandal | betrug | betrüger | abzocke | lächerlich | inakzeptabel | unmöglich | nie wieder | verarschen | verarscht | scheiße | scheiss | mist | sauladen | saftladen | wütend | stinksauer | sauer | hasse | idioten | unerhört | schlimmste | katastrophe | lügner | schnauze voll | es reicht | zum kotzen | witz | dreist | empört | unter aller sau",
    bad: "enttäuscht | enttäuschend | enttäuschung | schlecht | schlechter | schrecklich | furchtbar | unzufrieden | ärgerlich | ärger | genervt | nervt | unfreundlich | unprofessionell | frustriert | beschwerde | beschweren | schade | mangelhaft | peinlich | bedauerlich | ignoriert | anwalt",
    poor: "kaputt | beschädigt | defekt | falsch | fehlt | verspätet | problem | fehler | leider | verloren | nicht angekommen | nicht erhalten | zerbrochen | gerissen | warte immer noch | doppelt abgebucht | abgelehnt",
    good: "danke | dankeschön | vielen dank | gut | schön | nett | freundlich | zufrieden | freue | gefällt | hilfreich | prima | gerne | toll | lieben dank",
    great:
      "super | perfekt | ausgezeichnet | hervorragend | wunderbar | fantastisch | begeistert | liebe | großartig | klasse | spitze | genial | top | beste",
    not: "nicht | kein | keine | keinen | nie | niemals | ohne | kaum | nichts | weder",
  },
  fr: {
    angry:
      "scandaleux | honteux | honte | inadmissible | inacceptable | arnaque | arnaqueurs | escroquerie | escrocs | voleurs | ridicule | foutage de gueule | merde | furieux | furieuse | colère | en colère | ras le bol | marre | plus jamais | incompétents | menteurs | se moquer de | se moque de | pire | lamentable | dégueulasse | putain | révoltant | nul à chier",
    bad: "déçu | déçue | décevant | mauvais | mauvaise | horrible | affreux | insatisfait | mécontent | mécontente | énervé | agacé | impoli | désagréable | frustré | plainte | réclamation | nul | nulle | catastrophe | déplorable | ignoré | avocat | médiocre",
    poor: "cassé | cassée | abîmé | endommagé | défectueux | erreur | faux | manque | manquant | retard | problème | perdu | malheureusement | jamais reçu | jamais arrivé | pas reçu | refusée | refusé | bloqué | inquiet",
    good: "merci | bien | content | contente | satisfait | satisfaite | gentil | gentille | aimable | sympa | ravi | apprécie | utile | agréable | bon | bonne | beau | belle",
    great:
      "parfait | parfaite | excellent | excellente | génial | super | magnifique | merveilleux | adore | formidable | top | meilleur | ravie | enchanté | impeccable",
    not: "pas | ne | jamais | aucun | aucune | sans | rien | ni",
  },
  es: {
    angry:
      "vergüenza | vergonzoso | inaceptable | indignante | indignado | indignada | estafa | estafadores | ladrones | robo | ridículo | mierda | furioso | furiosa | harto | harta | nunca más | incompetentes | mentirosos | tomadura de pelo | se burlan | peor | odio | asco | joder | cabreado | sinvergüenzas | enfadado | enfadada | puta",
    bad: "decepcionado | decepcionada | decepcionante | decepción | malo | mala | mal | pésimo | pésima | horrible | terrible | insatisfecho | molesto | molesta | grosero | maleducado | frustrado | queja | reclamación | lamentable | desastre | fatal | ignoran | abogado | engañado",
    poor: "roto | rota | dañado | dañada | defectuoso | equivocado | incorrecto | falta | faltan | retraso | problema | error | perdido | lamentablemente | nunca llegó | no ha llegado | no he recibido | rechazada | duplicado | preocupado | triste",
    good: "gracias | bien | contento | contenta | satisfecho | satisfecha | amable | feliz | bueno | buena | bonito | agradezco | agradecido | útil | gusta | alegre",
    great:
      "perfecto | excelente | genial | estupendo | maravilloso | increíble | fantástico | encanta | encantado | encantada | mejor | espectacular | fenomenal | amo | muchísimas gracias",
    not: "no | nunca | jamás | sin | ningún | ninguna | nada | tampoco | ni",
  },
  it: {
    angry:
      "vergogna | vergognoso | vergognosa | inaccettabile | scandaloso | truffa | truffatori | ladri | ridicolo | ridicola | merda | schifo | schifoso | furioso | furiosa | arrabbiato | arrabbiata | stufo | stufa | mai più | incompetenti | bugiardi | presa in giro | prendete in giro | peggiore | peggio | odio | cazzo | indecente | incazzato",
    bad: "deluso | delusa | deludente | delusione | pessimo | pessima | cattivo | orribile | terribile | insoddisfatto | scortese | maleducato | frustrato | reclamo | lamentela | disastro | brutto | brutta | ignorato | avvocato | male | scarso",
    poor: "rotto | rotta | danneggiato | danneggiata | difettoso | difettosa | sbagliato | sbagliata | manca | mancano | ritardo | problema | errore | perso | purtroppo | mai arrivato | non è arrivato | non ho ricevuto | rifiutata | bloccato | preoccupato | triste",
    good: "grazie | bene | contento | contenta | soddisfatto | soddisfatta | gentile | gentili | felice | buono | buona | bello | bella | utile | piace | apprezzo | cordiale",
    great:
      "perfetto | perfetta | ottimo | ottima | eccellente | fantastico | meraviglioso | stupendo | adoro | amo | migliore | grandioso | bellissimo | bellissima | splendido | grazie mille",
    not: "non | mai | senza | nessun | nessuno | nessuna | niente | nulla | né",
  },
  pt: {
    angry:
      "vergonha | vergonhoso | inaceitável | absurdo | absurda | palhaçada | golpe | golpistas | ladrões | roubo | ridículo | ridícula | merda | furioso | furiosa | revoltado | revoltada | indignado | indignada | nunca mais | incompetentes | mentirosos | desrespeito | descaso | pior | odeio | porra | raiva | burla | lixo | cansado de | enganação",
    bad: "decepcionado | decepcionada | decepcionante | desapontado | ruim | péssimo | péssima | horrível | terrível | insatisfeito | insatisfeita | chateado | chateada | grosseiro | frustrado | reclamação | queixa | lamentável | desastre | mal | ignorado | advogado | mau | triste",
    poor: "quebrado | quebrada | partido | danificado | danificada | defeituoso | defeito | errado | errada | falta | faltando | atraso | atrasado | problema | erro | perdido | infelizmente | nunca chegou | não chegou | não recebi | recusado | preocupado",
    good: "obrigado | obrigada | bom | boa | bem | contente | satisfeito | satisfeita | gentil | simpático | feliz | bonito | útil | gostei | agradeço | valeu | legal",
    great:
      "perfeito | perfeita | excelente | ótimo | ótima | maravilhoso | incrível | fantástico | adorei | amo | amei | melhor | espetacular | impecável | sensacional | muito obrigado | lindo | linda",
    not: "não | nao | nunca | jamais | sem | nenhum | nenhuma | nada | nem",
  },
  nl: {
    angry:
      "schandalig | schande | belachelijk | onacceptabel | oplichters | oplichting | oplichterij | dieven | leugenaars | woedend | boos | razend | walgelijk | nooit meer | klote | kut | kutbedrijf | rot op | zat van | spuugzat | incompetent | slechtste | haat | idioten | onbeschoft | waardeloos | godverdomme | schandelijk | bespottelijk",
    bad: "teleurgesteld | teleurstellend | slecht | slechte | vreselijk | verschrikkelijk | ontevreden | onvriendelijk | gefrustreerd | irritant | geïrriteerd | klacht | ramp | jammer | belazerd | genegeerd | advocaat | onprofessioneel | vervelend",
    poor: "kapot | beschadigd | defect | verkeerd | verkeerde | ontbreekt | vertraagd | te laat | probleem | fout | helaas | kwijt | nooit ontvangen | niet ontvangen | niet aangekomen | gebroken | geweigerd | bezorgd",
    good: "bedankt | dank | dankjewel | dank u | goed | fijn | blij | tevreden | vriendelijk | aardig | leuk | mooi | mooie | behulpzaam | netjes | prettig",
    great:
      "geweldig | perfect | uitstekend | fantastisch | super | top | prachtig | heerlijk | beste | hartstikke bedankt | toppie | zeer tevreden",
    not: "niet | geen | nooit | zonder | nauwelijks | niets | niks",
  },
  pl: {
    angry:
      "skandal | skandaliczne | skandaliczna | żenada | żenujące | oszuści | oszustwo | złodzieje | kpina | kpiny | kłamcy | kłamstwo | wściekły | wściekła | zły jestem | zła jestem | bezczelność | bezczelni | nigdy więcej | niedopuszczalne | nie do przyjęcia | idioci | beznadzieja | beznadziejni | najgorszy | najgorsza | gówno | kurwa | cholera | mam dość | nienawidzę | hańba | oburzony | oburzona | wstyd",
    bad: "rozczarowany | rozczarowana | rozczarowanie | zły | zła | źle | okropny | okropna | straszny | fatalny | fatalna | niezadowolony | niezadowolona | niemiły | nieuprzejmy | sfrustrowany | skarga | skargę | zażalenie | tragedia | porażka | słaby | słaba | ignorujecie | prawnik",
    poor: "zepsuty | zepsuta | uszkodzony | uszkodzona | uszkodzone | wadliwy | błędny | zły rozmiar | brakuje | opóźnienie | opóźniona | problem | błąd | niestety | zgubiona | zaginęła | nie dotarła | nie dotarło | nie otrzymałem | nie otrzymałam | odrzucona | pęknięty | martwię",
    good: "dziękuję | dzięki | dobry produkt | dobrze | zadowolony | zadowolona | miły | miła | uprzejmy | cieszę | pomocny | fajny | fajne | podoba | ładny | ładna | sympatyczna",
    great:
      "świetny | świetna | świetnie | doskonały | doskonale | idealny | idealnie | wspaniały | wspaniale | super | rewelacja | rewelacyjny | kocham | najlepszy | najlepsza | polecam | genialny | ekstra | cudowny",
    not: "nie | nigdy | bez | żaden | żadna | żadnej | nic | ani",
  },
  sv: {
    angry:
      "skandal | skandalöst | oacceptabelt | bedrägeri | bedragare | bluff | lurendrejare | löjligt | förbannad | arg | rasande | ilsken | skit | skitdåligt | jävla | fan | aldrig mer | inkompetenta | lögnare | ljuger | skäms | sämsta | värsta | hatar | idioter | förjävligt | trött på | skamligt | pinsamt",
    bad: "besviken | besvikna | dålig | dåligt | dåliga | hemskt | fruktansvärt | missnöjd | otrevlig | oproffsigt | frustrerad | irriterad | klagomål | klaga | katastrof | tråkigt | ignorerar | advokat | usel | uselt",
    poor: "trasig | trasigt | skadad | skadat | fel | saknas | försenad | försenat | problem | tyvärr | borta | inte kommit | inte fått | aldrig kommit | sprucken | nekad | orolig",
    good: "tack | bra | nöjd | nöjda | glad | trevlig | trevligt | fin | fint | snäll | hjälpsam | gillar | uppskattar | skönt",
    great:
      "perfekt | utmärkt | fantastisk | fantastiskt | underbar | underbart | toppen | jättebra | älskar | bäst | bästa | super | strålande | suverän | tusen tack",
    not: "inte | ej | aldrig | utan | ingen | inget | inga | knappt",
  },
  da: {
    angry:
      "skandale | skandaløst | uacceptabelt | svindel | svindlere | fupfirma | fup | latterligt | rasende | vred | gal | lort | lortefirma | pis | fandeme | for helvede | aldrig mere | aldrig igen | inkompetente | løgnere | lyver | skammeligt | værste | hader | idioter | træt af | til grin | uforskammet | pinligt | tyveri",
    bad: "skuffet | skuffende | dårlig | dårligt | dårlige | forfærdelig | forfærdeligt | utilfreds | uvenlig | uprofessionelt | frustreret | irriteret | klage | klager | katastrofe | træls | ærgerligt | ignorerer | advokat | elendig | elendigt",
    poor: "i stykker | ødelagt | beskadiget | defekt | forkert | forkerte | mangler | forsinket | problem | fejl | desværre | væk | ikke kommet | ikke modtaget | aldrig modtaget | knust | afvist | bekymret",
    good: "tak | god | godt | tilfreds | glad | venlig | venligt | flink | fin | fint | hjælpsom | rart | dejlig | dejligt | sød",
    great:
      "perfekt | fremragende | fantastisk | fantastiske | vidunderlig | super | superfint | elsker | bedst | bedste | mange tak | tusind tak | toppen | kanon | skønt",
    not: "ikke | aldrig | uden | ingen | intet | næppe | hverken",
  },
  tr: {
    angry:
      "rezalet | rezil | skandal | dolandırıcı | dolandırıcılar | dolandırıcılık | hırsız | hırsızlar | saçmalık | saçma | kabul edilemez | utanmaz | utanmazlar | utanın | yalancı | yalancılar | sinirliyim | çok sinirli | öfkeliyim | bıktım | yeter artık | bir daha asla | beceriksiz | en kötü | nefret | lanet | aptal | dalga mı geçiyorsunuz | dalga geçiyorsunuz | kepazelik | kandırıldım | yazıklar olsun | ayıp",
    bad: "hayal kırıklığı | kötü | berbat | korkunç | memnun değilim | memnun kalmadım | kaba | saygısız | şikayet | şikayetçiyim | mağdur | mağdurum | mağduriyet | felaket | rahatsız | pişmanım | ilgisiz | avukat | umursamıyor | üzgünüm | sıkıldım",
    poor: "kırık | kırılmış | hasarlı | bozuk | arızalı | yanlış | eksik | gecikti | geç kaldı | sorun | problem | hata | maalesef | kayıp | kayboldu | gelmedi | ulaşmadı | almadım | reddedildi | yırtık | endişeliyim",
    good: "teşekkürler | teşekkür | teşekkür ederim | iyi | güzel | memnun | memnunum | mutlu | sağ olun | sağolun | nazik | yardımcı | beğendim | kibar | eyvallah | hoş",
    great:
      "harika | mükemmel | süper | muhteşem | bayıldım | en iyi | çok teşekkürler | çok teşekkür | çok memnun | şahane | kusursuz | enfes | seviyorum | efsane",
    not: "değil | yok | hiç | asla | olmadan",
  },
  ja: {
    angry:
      "ふざけるな | ふざけ | 許せない | 許せません | 最悪 | 詐欺 | 怒って | 怒り | 腹が立 | 頭にき | いい加減に | いいかげんに | 二度と | 馬鹿に | バカに | 嘘つき | 話にならない | 論外 | あり得ない | ありえない | ひどすぎ | 信じられない",
    bad: "残念 | がっかり | ひどい | 酷い | 不満 | 不快 | 失礼 | 悪い | 対応が悪 | 困って | 困り | 迷惑 | 苦情 | クレーム | 失望 | 不親切 | イライラ | 悲しい | 弁護士",
    poor: "壊れ | 破損 | 不良 | 間違 | 違う商品 | 足りない | 届かない | 届いていません | 届きません | 遅れ | 遅い | 問題 | エラー | 失敗 | 紛失 | できません | 不安 | 心配 | 割れ",
    good: "ありがとう | 感謝 | 助かり | 良い | よかった | 良かった | 嬉しい | うれしい | 満足 | 丁寧 | 親切 | 気に入",
    great: "最高 | 素晴らしい | すばらしい | 完璧 | 大満足 | 大好き | 感動 | とても嬉しい | 本当にありがとう",
    not: "",
  },
};
