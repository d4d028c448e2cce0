/**
 * What each language says of an order, a parcel or a product, for checking finished replies against facts. Alternatives of
 * a regular expression, lower case; a word stands for itself, `\w*` for any ending. A language that is not here has no
 * sentence checked, so text in it that no template wrote always goes to a person. The file is long because it is a table.
 */
export type StateName =
  | "shipped"
  | "preparing"
  | "in_transit"
  | "out_for_delivery"
  | "pickup"
  | "delivered"
  | "arrived"
  | "late"
  | "on_time"
  | "cancelled"
  | "refunded"
  | "partial"
  | "in_stock"
  | "sold_out"
  | "returned"
  | "lost"
  | "paid";

/** What a date or an amount is said to be of. */
export type Role = "arrive" | "ship" | "order" | "cancel" | "refund" | "restock" | "late" | "transit" | "stock" | "total";

export type GroundingWords = {
  not: string;
  /** Words that make a clause be about the future. */
  future: string;
  /** Words that make a clause a condition, a question or a wish instead of a statement. */
  unsaid: string;
  /** What parts one statement from the next, beside punctuation. */
  joints: string;
  states: Record<StateName, string>;
  roles: Record<Role, string>;
  units: Record<"minute" | "hour" | "day" | "week" | "month" | "year", string>;
  /** one to twelve */
  numbers: readonly string[];
  percent: string;
  /** What goes before a customer's name. */
  greeting: string;
  /** Words of a general rule of the shop: without an article they have no source. */
  rule: string;
  /** Pairs that say the opposite of each other. */
  /** Negations and futures that are grown to a word, as whole patterns. */
  grown?: { not?: string; future?: string; unsaid?: string };
  opposites: readonly (readonly [string, string])[];
};

export const groundingWords: Record<string, GroundingWords> = {
  en: {
    not: "not|n[o']t|nobody|nowhere|neither|nor|never|no longer|no|none|cannot|isn['’]t|hasn['’]t|haven['’]t|wasn['’]t|weren['’]t|aren['’]t|won['’]t|can['’]t|couldn['’]t|didn['’]t|doesn['’]t|don['’]t|yet to be|nothing|without",
    future:
      "will|shall|should|going to|is to|are to|to be|due|expected|scheduled|about to|expect|estimated|set to|supposed to|aim to|planned",
    unsaid:
      "as it should|at least|want|wants|would like|should have|ought to have|(?:was|were) (?:due|expected|supposed|scheduled|planned|meant)|if|when|once|whether|as soon as|unless|until|till|in case|should you|would|could|(?<!\\p{Nd} )may(?! ?\\p{Nd})|might|before|please|how|ever|whenever|the moment|after it",
    joints: "and|but|so|because|while|whereas|which|though|although|yet(?= it)|however",
    states: {
      shipped: `sent out|(?:ha(?:s|ve) |was |were |already |been |got |is |are )(?:[\\p{L}]+ ){0,2}(?:shipped|dispatched|sent|posted|collected by|picked up by|handed (?:over )?to|passed to|left (?:our|the) (?:warehouse|depot))|(?:shipped|dispatched|handed (?:over )?to (?:the )?[\\p{L}]*|left (?:our|the) (?:warehouse|depot)|left (?:us|our premises|our hands)|sent out|sent off|went out|shipping complete)`,
      preparing:
        "(?:waiting|awaiting|awaits|waits) (?:collection|dispatch|to be (?:packed|shipped|dispatched|sent|collected))|at our premises|in the queue|being (?:prepared|packed|picked|processed|put together|made ready)|preparing|packing|getting (?:your|the|it) [\\p{L} ]{0,20}ready|in (?:our|the) warehouse|waiting to (?:be )?(?:ship|dispatch|leave)\\w*|in preparation|still with us|still here|being readied|yet to leave",
      in_transit:
        "on (?:its|their|the) way|in transit|en route|travelling|traveling|under way|underway|moving through|on the road|(?:is|are|now) with the carrier|making its way|heading (?:to|your)",
      out_for_delivery:
        "out for delivery|on the (?:delivery )?(?:van|truck|vehicle)|in the (?:delivery )?(?:van|truck)|with the (?:driver|courier) (?:now|today)|on board the (?:delivery )?(?:van|truck)|loaded (?:on|in)to|delivery (?:van|vehicle)|out with the (?:driver|courier)",
      pickup:
        "left for collection|waiting for you|sitting at the|ready for (?:pick-?up|collection|you to (?:collect|pick))|(?:waiting|waits|held|available|ready) (?:for you )?(?:to be (?:picked up|collected) )?(?:at|in|for collection)[\\p{L} ]{0,30}|ready to (?:be )?(?:collect|pick)\\w*|at (?:the|your|a) (?:pick-?up|collection|parcel)[\\p{L} ]{0,12}(?:point|shop|locker)|(?:collect|pick) it up",
      arrived: "arrived|reached (?:you|its)",
      delivered:
        "delivered|handed over to you|was handed (?:to you|in at your)|dropped (?:it )?off|signed for|left (?:it )?(?:at|with) your",
      late: "late|delayed|behind schedule|overdue|later than|delay|held up|past (?:its|the) (?:date|expected)|taking longer",
      on_time: "on time|on schedule|as planned|punctual\\w*|right on track|on track",
      cancelled: "cancell?ed|voided|called off|cancell?ation (?:is|was|has been) (?:complete|confirmed|done|processed)",
      refunded:
        "refunded|reimbursed|refund (?:of [^.!?]{0,20})?(?:is|was|has been|went|has gone|has already)(?: already| now)? (?:issued|made|processed|sent|out|through|paid|complete\\w*|on its way|back)|(?:paid|given|sent|credited|returned|transferred) (?:the (?:money|amount|full amount) )?(?:back )?to (?:your|you|the) (?:card|account|original|bank|payment)?|money (?:is|was|has been|went|has gone)(?: already)? (?:back|returned|sent|refunded)|issued (?:a|the|your) (?:full )?refund|made (?:a|the|your) (?:full )?refund|(?:sent|paid|gave) (?:you |the |your )?(?:[\\p{L}]+ )?(?:money |amount )?back|credited",
      partial:
        "part of (?:your|the) (?:order|it)|partly|partially|in (?:two|several|separate) (?:parcels|shipments|packages|boxes)|some of (?:your|the)|the (?:rest|remainder|remaining)|split",
      in_stock:
        "(?:we )?(?:do )?have [\\p{L}\\p{N}’' ]{1,60}(?:here|in stock|left)|order it (?:right away|now|straight away|today)|(?:is|are|currently|now|still|back|have|be|'s|’s|got) (?:[\\p{L}']+ ){0,3}(?:in stock|available)|in stock|available (?:now|right|to order|at|for|from us|immediately)|(?:we|still) have (?:it|[^.!?]{0,30}(?:in stock|left|on (?:the )?shel\\w+))|can be ordered|on (?:the|our) shel\\w+|ready to ship|good availability",
      sold_out: "sold out|out of stock|unavailable|(?:all )?gone|no stock|none left|run out|ran out|nothing left in stock",
      returned:
        "(?:come|came|sent|went) back to us|(?:been|was|is being|being) (?:returned|sent back) to (?:us|the sender|our)|back (?:with us|at our|in our warehouse)|on its way back",
      paid: "paid|payment (?:[^.!?]{0,40}(?:received|arrived|confirmed|went through|cleared))|(?:receipt of|received|confirm) (?:[\\p{L} ]{0,20})?(?:your )?payment|arrived with us|with us",
      lost: "lost|gone missing|went missing|went astray|misplaced|cannot be found|untraceable",
    },
    roles: {
      arrive:
        "handed over|planned|bring|came|complete|arriv|deliver|reach|receive|with you|in your hands|expect|land|get (?:it|there)|due|turn up|come",
      ship: "premises|warehouse|depot|took over|ship|dispatch|sent|left|hand|posted|collected|set off|went out|carrier (?:took|has had)|picked up",
      order: "placed|bought|purchase|ordered|went through|order (?:of|from|dated)|came in",
      cancel: "cancel|called off",
      refund: "refund|money|back to your|credit|reimburs|paid back|returned to",
      restock: "back (?:in|on|by)|it back|restock|again|available|next (?:delivery|batch)|stock|fresh",
      late: "late|delay|behind|overdue|past|longer|over(?:shot)?|later",
      transit: "transit|travel|with \\p{L}+ for|on (?:its|the) (?:way|road)|moving|under way|for \\d|since",
      stock: "stock|left|available|pieces|remain|shel|have",
      total: "total|order|cost|sum|amount|worth|value|paid|pay|charg|come to|comes to|invoice",
    },
    units: { minute: "min(?:ute)?s?", hour: "hours?|hrs?", day: "days?", week: "weeks?", month: "months?", year: "years?" },
    numbers: ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
    grown: { future: "(?<=\\p{L})['’]ll(?!\\p{L})", not: "(?<=\\p{L})n['’]t(?!\\p{L})" },
    percent: "percent|per cent",
    greeting: "(?:hi|hello|dear|hey|good (?:morning|afternoon|evening|day))(?: there| again)?,?",
    rule: "free (?:of charge|shipping|returns?|delivery)|for free|returns? (?:is|are)|can (?:be )?return\\w*|may (?:be )?return\\w*|warranty|guarantee\\w*|exchange[sd]?|excepted|refundable|deduct\\w*|policy|no cost|at no charge|costs nothing",
    opposites: [
      ["free", "charged|for a fee|costs|cost"],
      ["excepted|excluded|except|exempt|exceptions?|exclude", "included|accepted|covered|returnable|eligible"],
      ["unworn", "worn"],
      ["with", "without"],
      ["before", "after"],
      ["always", "never"],
      ["opened", "unopened"],
      ["deduct", "add"],
      ["allowed|possible|can", "forbidden|impossible"],
    ],
  },
  de: {
    not: "nicht|kein\\w*|niemand|nirgends|nie|niemals|noch nie|nichts|ohne|weder",
    future: "wird|werden|soll|sollte|sollten|voraussichtlich|erwartet|geplant|dürfte|müsste|erwarten|rechnen|vorgesehen",
    unsaid:
      "^\\s*sollte[nst]*|wie (?:es|sie|er) sollte\\w*|wie gewünscht (?:ankam|angekommen)|brauchen|benötigen|zumindest|mindestens|möchte\\w*|wollen|hätte[nst]*|(?:vorgesehen|geplant|erwartet|angekündigt) (?:war|waren)|(?:war|waren) [^.!?]{0,60}(?:vorgesehen|geplant|erwartet|angekündigt)|sollte [^.!?]{0,60}(?:eigentlich|ursprünglich|längst)|wenn|falls|sobald|sofern|ob|bis(?= \\p{L}+ (?:ist|hat))|bevor|sollten sie|solltest du|würde\\w*|könnte\\w*|bitte|wie|nachdem|sollte (?:sie|es|er|etwas|das)",
    joints: "und|aber|sondern|weil|da|jedoch|während|doch|die(?= noch)|obwohl",
    states: {
      shipped: `(?:ist |sind )?raus(?:gegangen)?|übergabe an den [\\p{L}]+ (?:ist )?erfolgt|geht (?:[\\p{L}]+ )?raus|verschickt|versendet|versandt|abgeschickt|abgesandt|losgeschickt|(?:an|dem) [\\p{L}]+ übergeben|übergeben|auf den weg gebracht|verlassen|verließ|ging (?:[\\p{L} ]{0,30})(?:raus|auf die reise)|rausgegangen|herausgegangen|hinausgegangen|abgeholt (?:worden|und)|unser lager verlassen|auf die reise`,
      preparing:
        "vorbereitet|gepackt|verpackt|zusammengestellt|bearbeitet|in (?:bearbeitung|vorbereitung)|(?:noch|derzeit|aktuell|gerade) (?:in unserem|im|bei uns im) lager|bereitet|packen|stellen [\\p{L} ]{0,30}zusammen|versandfertig|noch bei uns|kommissioniert",
      in_transit: "unterwegs|auf dem weg|im versand|in zustellung(?= an)|auf (?:der )?reise|im transport|beim zusteller|in transit|rollt",
      out_for_delivery:
        "(?:kommt|fährt) (?:gerade|heute) [^.!?]{0,30}(?:boten|fahrer|zusteller)|für die auslieferung [^.!?]{0,30}im auto|(?:in|wird heute|heute|im) (?:der )?(?:zustellung|zustellfahrzeug|auslieferung)|zustellfahrzeug|auslieferungsfahrzeug|lieferwagen|im auto des (?:zustellers|boten|fahrers)|beim fahrer|in auslieferung|wird (?:heute|gerade|derzeit) (?:[\\p{L}]+ ){0,2}(?:zugestellt|ausgeliefert|ausgefahren)|(?:heute|gerade) (?:[\\p{L}]+ ){0,2}(?:zugestellt|ausgeliefert|ausgefahren)|ausgefahren",
      pickup:
        "zum abholen|abholbereit|zur abholung|abgeholt werden|abholen|hinterlegt|(?:wartet|liegt|steht) [\\p{L},'’& ]{0,40}(?:paketshop|packstation|filiale|abholstelle|abholpunkt)|liegt [\\p{L} ]{0,20}bereit|steht [\\p{L} ]{0,20}bereit|holen (?:sie|es)",
      arrived: "angekommen|eingetroffen|kam [\\p{L}0-9. ]{0,40} an|ist da",
      delivered:
        "zugestellt|ausgeliefert|geliefert|übergeben worden|abgegeben|bei (?:ihnen|dir) abgegeben|entgegengenommen|erreichte sie|erreicht",
      late: "verspätet|verspätung|verzögert|verzögerung|zu spät|überfällig|später als|im verzug|in verzug|lässt (?:länger )?auf sich warten|hinkt|länger (?:unterwegs|dauert|als)",
      on_time: "pünktlich|im zeitplan|nach plan|planmäßig|rechtzeitig|im plan|wie geplant",
      cancelled: "abgebrochen|storniert|stornierung|gecancelt|widerrufen|annulliert",
      refunded:
        "rückzahlung [^.!?]{0,60}(?:ausgelöst|veranlasst|ausgeführt|erfolgt|angewiesen)|ausgezahlt|erstattet|zurückerstattet|zurückgezahlt|zurücküberwiesen|zurückgebucht|gutgeschrieben|überwiesen|rückerstattung (?:ist|wurde)|erstattung (?:[\\p{L} ]{0,30})?(?:ist|wurde|haben wir) [\\p{L}0-9. ]{0,40}(?:veranlasst|ausgeführt|angewiesen|raus|durch|erfolgt|abgeschlossen)|geld (?:ist|wurde|haben) [\\p{L}0-9. ]{0,40}zurück\\w*|zurückbekommen|angewiesen",
      partial:
        "teilweise|ein teil|teillieferung|teilsendung|rest(?:liche\\w*)?|in (?:zwei|mehreren) (?:paketen|sendungen|lieferungen)|übrigen|zum teil",
      in_stock:
        "haben wir (?:[\\p{L}]+ )?(?:hier|da|vorrätig)|sofort bestellen|auf lager|verfügbar|vorrätig|lieferbar|(?:haben|hätten) wir [\\p{L} ]{0,40}da|ist da\\b|im regal|lagernd|im bestand|bestellbar",
      sold_out:
        "(?:ist|sind) (?:[\\p{L}]+ )?weg|ausverkauft|vergriffen|nicht (?:mehr )?(?:vorrätig|lieferbar|verfügbar|auf lager)|restlos weg|ausgegangen|aufgebraucht|leer",
      returned: "auf dem rückweg|an uns zurück\\w*|zurück an (?:uns|den absender)|zurückgeschickt|zurückgesandt|retourniert|rückläufer",
      paid: "bezahlt|zahlung [^.!?]{0,40}(?:eingegangen|erhalten|angekommen|bestätigt|da)|eingang ihrer zahlung|geld ist [\\p{L} ]{0,10}da",
      lost: "verloren (?:gegangen)?|verschollen|abhandengekommen|verschwunden",
    },
    roles: {
      arrive:
        "übergeben|klingel|bring|ankomm|ankommen|zustell|zugestellt|eintreff|eingetroffen|liefer|geliefert|bei (?:ihnen|dir|euch)|erhalten|erwart|rechnen|angekommen|kommt|an(?:kunft)|da sein|abgegeben|empfang|vorgesehen|termin|soll",
      ship: "verlass|verließ|abgeholt|aufgebrochen|haus|verschick|versend|versandt|übergeb|abgeschickt|lager|losgeschickt|unterwegs|raus|weg gebracht|reise",
      order: "bestellt|bestellung (?:vom|von)|bestelldatum|aufgegeben|gekauft|eingegangen|einkauf vom|getätigt",
      cancel: "abgebroch|kauf|stornier|storno|gecancelt|annull",
      refund: "zahlung|veranlasst|ausgelöst|erstatt|zurück|gutgeschrieben|überwiesen|geld|gutschrift|angewiesen",
      restock: "wieder|nachschub|lieferbar|verfügbar|erwart|rein|lager|ab dem|ab",
      late: "verspät|verzöger|spät|überfällig|länger|verzug|hinter|drüber|über|hinkt",
      transit: "unterwegs|seit|transport|reise",
      stock: "lager|stück|verfügbar|vorrätig|haben|bestand|exemplar|regal|noch",
      total: "gesamt|bestell|betrag|summe|wert|kost|bezahlt|rechnung|zahl",
    },
    units: {
      minute: "minuten?|min\\.?",
      hour: "stunden?|std\\.?",
      day: "tag(?:e|en|es)?|werktag(?:e|en)?|arbeitstag(?:e|en)?|kalendertag(?:e|en)?",
      week: "wochen?",
      month: "monat(?:e|en|s)?",
      year: "jahr(?:e|en|es)?",
    },
    numbers: ["ein(?:e|en|em|er|es|s)?", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"],
    percent: "prozent",
    greeting:
      "(?:nochmals |noch einmal )?(?:hallo|huhu|hi|hey|liebe[rs]?|guten (?:tag|morgen|abend)|moin|servus|grüß dich|grüezi|sehr geehrte[rs]?)(?: nochmals?| noch einmal)?,?",
    rule: "kostenlos|kostenfrei|gratis|umsonst|rückgabe|rücksendung\\w*|zurück(?:geben|schicken|senden)|retour\\w*|garantie|gewährleistung|umtausch\\w*|ausgenommen|ausgeschlossen|abziehen|abgezogen",
    opposites: [
      ["kostenlos|kostenfrei|gratis|umsonst|frei", "kostenpflichtig|gebühr|kostet|kosten"],
      ["ausgenommen|ausgeschlossen|ausnahme\\w*|außer", "eingeschlossen|inbegriffen|möglich"],
      ["ungetragen", "getragen"],
      ["mit", "ohne"],
      ["vor", "nach"],
      ["immer", "nie"],
    ],
  },
  fr: {
    not: "personne|ne|pas|jamais|aucun\\w*|ni|plus(?= disponible| en stock)|rien|sans",
    future: `sera|seront|devrait|devraient|va|vont|prévu\\w*|d['’]ici|attendu\\w*|doit|arrivera|parviendra|recevrez|recevras|livrera|estimé\\w*|prévoi[\\p{L}]*|(?:ré|par)\\p{L}*ra`,
    unsaid:
      "comme (?:il|elle|prévu) (?:se )?(?:doit|devrait|aurait)|aurait|auraient|devait|devaient|était (?:prévu|attendu)\\w*|prévu\\w* initialement|si|quand|lorsque|dès que|dès qu['’]|une fois|au cas où|jusqu['’]à ce|avant que|pourrai\\w*|veuillez|merci de|n['’]hésitez pas|comment|pourriez|souhaite\\w*|voulez|veut|au moins|après que|sous réserve",
    joints: "et|mais|car|parce qu\\w*|donc|tandis que|alors que|cependant|puis|en revanche",
    states: {
      shipped:
        "expédié\\w*|envoyé\\w*|remis\\w* (?:à|au|aux)|parti\\w*|quitté (?:notre|l['’]) ?(?:entrepôt|dépôt)|a quitté|pris\\w* en charge|confié\\w*|posté\\w*",
      preparing:
        "en (?:cours de )?(?:préparation|traitement)|préparons|prépare|en train d['’]être|emballons|emballé\\w*|(?:encore|toujours) (?:dans|chez|à) (?:notre|nous|nos|l['’])[\\p{L} ]{0,20}|dans (?:notre|nos) entrepôts?|préparé\\w*|être préparé\\w*|attend d['’]être|attente d['’]expédition",
      in_transit:
        "en (?:chemin|route|transit|cours d['’]acheminement|cours de transport|cours de livraison)|acheminé\\w*|voyage|sur la route|entre les mains du transporteur|en acheminement",
      out_for_delivery:
        "en cours de livraison|en livraison|livré\\w* (?:aujourd['’]hui|dans la journée)|dans le (?:camion|véhicule|camionnette)|avec le (?:livreur|chauffeur)|en tournée|parti\\w* en (?:livraison|tournée)|camion(?:nette)? d[eu] (?:livraison|livreur)|chez le livreur|sorti\\w* pour (?:la )?livraison|à bord d",
      pickup:
        "(?:disponible|prêt\\w*|à (?:votre|ta) disposition|attend\\w*|arrivé\\w*|déposé\\w*|disposition) [\\p{L}'’ ]{0,30}(?:point|relais|retrait|retiré\\w*|bureau|consigne)|point (?:de )?(?:relais|retrait)|à retirer|être retiré\\w*|venir (?:le|la) (?:chercher|retirer|récupérer)|(?:passer )?(?:le|la) (?:récupérer|retirer|chercher)|prêt\\w* (?:à|pour)",
      arrived: "(?:est|sont|bien|es) (?:[\\p{L}]+ )?arrivé\\w*|arrivé\\w* (?:chez|à destination|à bon port)",
      delivered:
        "(?:été|est|sont|bien|déjà) (?:[\\p{L}]+ )?(?:livré\\w*|remis\\w*(?! (?:à|au|aux) (?!vous|votre|toi|ton|ta|l['’]adresse|domicile))|déposé\\w* (?:chez|dans|à (?:votre|ton|ta))|distribué\\w*)|livré\\w*(?= le| chez)|(?:a )?déposé (?:votre|ton|le) [\\p{L}]+ chez|boîte aux lettres|réceptionné\\w*|distribué\\w*",
      late: "retard\\w*|en retard|retardé\\w*|(?<!au plus )tard\\w*|dépassé\\w*|plus longtemps|plus long|tarde",
      on_time: "à l['’]heure|dans les (?:temps|délais)|comme prévu|ponctuel\\w*|(?:arriv|livr|part)\\w* à temps",
      cancelled: "annulé\\w*|annulation (?:est|a été)",
      refunded:
        "remboursé\\w*|recrédité\\w*|crédité\\w*|restitué\\w*|reversé\\w*|remboursement (?:de [^.!?]{0,20} )?(?:a (?:bien )?été|est|a) (?:[\\p{L}]+ )?(?:effectué|émis|fait|envoyé|validé|parti|traité|réalisé|exécuté|versé|déclenché|lancé)\\w*|(?:effectué|fait|émis|procédé a\\w*) (?:le|votre|ton|un) remboursement|argent (?:a été|est) [\\p{L} ]{0,20}(?:rendu|reversé|retourné|reparti)|procédé au remboursement",
      partial:
        "en partie|une partie|partiellement|le reste|le solde|restants?|en (?:deux|plusieurs) (?:colis|envois|livraisons|fois)|partielle?|l['’]autre partie|complément",
      in_stock:
        "en stock|disponibles?|en rayon|(?:nous|on) (?:en )?(?:avons|a) (?:encore|toujours|bien)|peut être commandé\\w*|immédiatement disponible",
      sold_out: "rupture|épuisé\\w*|indisponibles?|plus (?:en stock|disponible)|plus aucun\\w*|victime de son succès",
      returned: "retourné\\w* (?:à|vers|chez)|renvoyé\\w* (?:à|vers|chez)|retour à l['’]expéditeur|en retour",
      paid: "payé\\w*|réglé\\w*|paiement [^.!?]{0,40}(?:reçu|validé|confirmé|enregistré|parvenu)\\w*|(?:bien )?reçu (?:votre|ton|le) (?:paiement|règlement)|réception de votre paiement",
      lost: "perdu\\w*|égaré\\w*|introuvable|disparu\\w*",
    },
    roles: {
      arrive: "livr|arriv|parvenir|parviendr|recev|réception|chez (?:vous|toi)|attendu|prévu|remis|d['’]ici|distribu|estimé|tenir|déposé",
      ship: "expédi|envoy|remis|parti|quitté|pris en charge|confié|acheminé",
      order: "command(?:é|ée|és) |commande (?:du|de ce|datée)|passé|achet|achat|enregistrée",
      cancel: "annul",
      refund: "rembours|crédit|reversé|restitu|argent|rendu|virement",
      restock: "nouveau|retour|réappro|dispon|stock|réassort|attend|partir|revien|reviendr",
      late: "retard|dépass|tard|plus long",
      transit: "depuis|route|transit|chemin|voyage|achemin",
      stock: "stock|dispon|reste|pièces|exemplaires|unités|avons",
      total: "total|command|montant|somme|valeur|coût|payé|régl|factur",
    },
    units: { minute: "minutes?", hour: "heures?|h", day: "jours?", week: "semaines?", month: "mois", year: "ans?|années?" },
    numbers: ["une?", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"],
    grown: { not: "(?<!\\p{L})n['’](?=\\p{L})", unsaid: "(?<!\\p{L})s['’]ils?(?!\\p{L})" },
    percent: "pour ?cent",
    greeting: "(?:re)?(?:bonjour|bonsoir|chère?|salut|coucou|hello)(?: à nouveau| encore)?,?",
    rule: "gratuit\\w*|sans frais|offert\\w*|retours? (?:sont|depuis|possible)|peu(?:t|vent|vez|x) (?:nous )?(?:être )?(?:retourn|renvoy)\\w*|garantie?\\w*|échang\\w*|exclu\\w*|déduit\\w*|déduis\\w*|déduction",
    opposites: [
      ["gratuit\\w*|sans frais|offert\\w*", "payant\\w*|coûte\\w*|facturé\\w*"],
      ["exclu\\w*|excepté\\w*|sauf|hormis|exception\\w*", "inclus\\w*|accepté\\w*|concerné\\w*"],
      ["non porté\\w*|jamais porté\\w*|neuf\\w*", "portés?"],
      ["avec", "sans"],
      ["avant", "après"],
    ],
  },
  es: {
    not: "nadie|no|nunca|jamás|ningun\\w*|ni|nada|sin|tampoco",
    future: `será|serán|debería\\w*|va|van|llegará\\w*|previst\\w*|recibirá\\w*|fecha estimada|programad\\w*|espera\\w*|entregará\\w*|tiene que|llegue|estará|prev[ée]\\w*|calcula\\w*|se espera|volverá|está previsto`,
    unsaid:
      "como (?:debía|debería|esperaba)|debería haber|debían?|tenía que|habría\\w*|estaba(?:n)? (?:previst|prevista|esperad)\\w*|si|cuando|una vez|en cuanto|en caso de|hasta que|antes de que|podría\\w*|por favor|cómo|quisiera|tan pronto|después de que|ojalá|quiere\\w*|desea\\w*|al menos|apenas",
    joints: "y|e|pero|porque|así que|mientras|aunque|sino|en cambio|luego",
    states: {
      shipped:
        "enviad\\w*|despachad\\w*|expedid\\w*|entregad\\w* (?:a|al) (?:la |el )?(?:transportista|mensajer\\w+|empresa|agencia|correos)|salió|ha salido|salido|(?:hemos|ha|han) entregado (?:a|al)|entregamos a|recogid\\w* por|partió|dej(?:ó|aron) nuestro almacén|abandon\\w+",
      preparing:
        "prepar(?:ando|ación|amos|ado|a)|empaquet\\w+|(?:en|está en) proceso|embalando|(?:sigue|todavía|aún|está) (?:[\\p{L}]+ )?(?:en|con) (?:nuestro|nosotros|el) (?:almacén|nosotros)?|en (?:nuestro|el) almacén|procesando|siendo preparad\\w*|listo para (?:salir|enviar)|pendiente de envío",
      in_transit:
        "viajando|en manos de|en (?:camino|tránsito|ruta|viaje|transporte)|de camino|viajando|viaja|en trayecto|en poder del transportista|rumbo a",
      out_for_delivery:
        "en reparto|(?:está|sale|salió|salido) (?:[\\p{L}]+ )?(?:para|a) (?:su |la |tu )?(?:entrega|repart\\w*)|en la (?:furgoneta|camioneta)|con el repartidor|en el (?:vehículo|camión)|furgoneta|camioneta|lo tiene (?:ya )?el repartidor|manos del repartidor|reparto",
      pickup:
        "(?:disponible|list[oa]|esperando\\w*|espera|está) [\\p{L} ]{0,20}(?:recog\\w*|punto|oficina|taquilla|retirar\\w*)|punto de (?:recogida|retiro|entrega)|para (?:que )?(?:su |lo |la )?(?:recog\\w*|retir\\w*)|(?:pasar a )?(?:recoger|retirar|buscar)l[oa]|recogerl[oa]|list[oa] para (?:ser )?(?:recog|retir)\\w*",
      arrived: "llegó|llegado",
      delivered:
        "(?:fue|ha sido|está|se|consta\\w*|figura\\w*|quedó|como|ya|sido|hemos|han) (?:[\\p{L}]+ ){0,2}(?:entregad[oa]s?|entregó)(?! (?:a|al) (?:la |el )?(?:transportista|mensajer|empresa|agencia))|entregad[oa] (?:el|en)|fue recibid\\w*|entregó el|se entregó|dej(?:ó|aron|ado) [\\p{L} ]{0,20}(?:en (?:su|tu|la) (?:dirección|puerta|buzón|casa))|buzón|ya lo tiene[s]?",
      late: "retras\\w*|tarde|demor\\w*|atras\\w*|con retraso|más tiempo|lleva (?:ya )?[^.!?]{0,20}de más|fuera de plazo",
      on_time: "(?:lleg|entreg|va)\\w* a tiempo|en plazo|según lo previsto|puntual\\w*|dentro del plazo|en fecha|conforme a lo previsto",
      cancelled: "cancelad\\w*|cancelación|cancelamos|se canceló|anulad\\w*|anulamos|se anuló|canceló|anuló",
      refunded:
        "reembolsad\\w*|reembolsamos|se reembolsó|devuelt\\w*|devolvimos|abonad\\w*|abonamos|reintegrad\\w*|reintegramos|acreditad\\w*|reembolso (?:de [^.!?]{0,20} )?(?:ya |se )?(?:está|fue|ha sido|se|quedó|salió|se hizo) ?(?:[\\p{L}]+ ){0,2}(?:hecho|emitid\\w*|realiz\\w*|procesad\\w*|tramit\\w*|enviad\\w*|efectu\\w*|complet\\w*|emitió|hizo)?|(?:hicimos|emitimos|realizamos|tramitamos|emitido|realizado|hecho|tramitado|efectuado) (?:el|tu|su|un) reembolso|dinero (?:ya )?(?:está|fue|ha sido|se) [\\p{L} ]{0,20}(?:devuel\\w*|vuelta|devolvió)|abonó",
      partial:
        "en parte|una parte|parcial\\w*|parte de (?:su|tu|el)|el resto|lo demás|restantes?|en (?:dos|varios) (?:paquetes|envíos|bultos|entregas)|lo que falta",
      in_stock:
        "en stock|disponibles?|en existencia\\w*|(?:sí |aún |todavía )?(?:lo |la )?tenemos|hay existencias|quedan|se puede pedir|en almacén",
      sold_out:
        "agotad\\w*|sin (?:stock|existencias)|no (?:está|hay|queda\\w*|tenemos) [\\p{L} ]{0,20}(?:disponibles?|stock|existencias|unidades|ningun\\w*)|a cero|se agotó|se nos ha acabado|no disponible|fuera de stock",
      returned: "devuelt\\w* al? (?:remitente|almacén|nosotros)|de vuelta (?:a|en) nuestr\\w*",
      paid: "pagad\\w*|pago [^.!?]{0,40}(?:recibid|confirmad|registrad|acreditad|llegó)\\w*|(?:recibimos|hemos recibido|confirmamos) [\\p{L} ]{0,20}pago|abonad\\w*(?= el pedido)",
      lost: "perdid\\w*|extraviad\\w*|se extravió|se perdió|desaparecid\\w*",
    },
    roles: {
      arrive: "dej|lleg|entreg|recib|en (?:su|tu) (?:casa|poder|manos)|previst|espera|estimad|destino|fecha|tener",
      ship: "envi|despach|sali|expedi|transportista|recogi|partió|entreg(?:amos|ado) a|mensajer",
      order: "pediste|pidió|compr|realiz|hizo|hiciste|efectu|pedido (?:del?|con fecha)|registr",
      cancel: "cancel|anul",
      refund: "cuenta|salido para|reembols|devol|devuel|abon|reintegr|dinero|acredit|importe",
      restock: "vuelv|volver|nuev|repon|reposición|dispon|stock|de nuevo|existencias|otra vez|entrar",
      late: "retras|demor|tarde|atras|de más|pasad|plazo",
      transit: "desde|camino|tránsito|viaj|ruta|llev|transporte",
      stock: "stock|dispon|queda|unidades|piezas|existencias|tenemos|hay",
      total: "total|pedido|importe|suma|valor|cuest|pag|factur|monto",
    },
    units: { minute: "minutos?", hour: "horas?", day: "días?", week: "semanas?", month: "mes(?:es)?", year: "años?" },
    numbers: ["un[oa]?", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"],
    percent: "por ciento",
    greeting: "(?:hola|buenos días|buenas(?: tardes| noches)?|estimad[oa]|querid[oa]|qué tal)(?: de nuevo| otra vez)?,?",
    rule: "gratis|gratuit\\w*|sin coste|sin costo|devoluci(?:ón|ones) (?:es|son|desde)|pued\\w+ (?:ser )?devol\\w*|garantía\\w*|cambios?|excluid\\w*|descont\\w*|descuent\\w*",
    opposites: [
      ["gratis|gratuit\\w*|sin coste|sin costo", "cuesta\\w*|de pago|cobr\\w*"],
      ["excluid\\w*|excepto|salvo|exceptúa\\w*|excepci\\w*|exceptuad\\w*", "incluid\\w*|aceptad\\w*|admit\\w*"],
      ["sin usar|sin estrenar", "usad\\w*"],
      ["con", "sin"],
      ["antes", "después"],
    ],
  },
};
