/** How a language addresses somebody formally and casually, for the linter. Whole words; capitals count where they tell. */
export type AddressWords = { formal: RegExp | null; casual: RegExp | null };

const words = (list: string, flags = "gu"): RegExp => new RegExp(`(?<![\\p{L}])(?:${list})(?![\\p{L}])`, flags);

export const addressWords: Record<string, AddressWords> = {
  // "Sie" begins many sentences and may be "they" or "she" there; inside one the capital tells.
  de: {
    formal: words("(?<=[\\p{Ll},;] )(?:Sie|Ihnen|Ihr|Ihre|Ihrem|Ihren|Ihrer)|Ihre|Ihnen|Ihrem|Ihren|Ihrer"),
    casual: words("du|Du|dir|Dir|dich|Dich|dein\\p{L}*|Dein\\p{L}*|euch|Euch|eure?\\p{L}*"),
  },
  fr: { formal: words("vous|votre|vos|Vous|Votre|Vos"), casual: words("tu|toi|te|ton|ta|tes|Tu|Ton|Ta|Tes|t['’](?=\\p{L})") },
  es: {
    formal: words("usted|ustedes|Usted|Ustedes|le|les|su|sus|Su|Sus"),
    casual: words("tú|Tú|ti|te|tu|tus|Tu|Tus|contigo|vosotros|os|vuestr\\p{L}+"),
  },
  it: { formal: words("Lei|Le|La|Suo|Sua|Suoi|Sue|suo|sua"), casual: words("tu|ti|te|tuo|tua|tuoi|tue|Tu|Ti|Tuo|Tua") },
  nl: { formal: words("u|uw|U|Uw"), casual: words("je|jij|jou|jouw|Je|Jij|Jouw|jullie") },
  pt: { formal: words("o senhor|a senhora|Vossa|lhe|seu|sua|seus|suas|Seu|Sua"), casual: words("tu|te|ti|teu|tua|teus|tuas|Tu|Teu|Tua") },
  pl: {
    formal: words("Pan|Pani|Pana|Panu|Panią|Państwo|Państwa|Państwu"),
    casual: words("ty|ciebie|cię|ci|tobie|twój|twoja|twoje|Twój|Twoja|Twoje|Ci|Cię"),
  },
  tr: { formal: words("siz|sizi|size|sizin|Siz|Size|Sizin|siparişiniz"), casual: words("sen|seni|sana|senin|Sen|Sana|Senin|siparişin") },
};
