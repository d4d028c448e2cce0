/**
 * Countries as AfterShip writes them (ISO 3166-1 alpha-3) in two letters. Of most the first two letters are the two-letter code; these
 * are the others, each with its two letters behind it.
 */
const others =
  "ABWAW AGOAO ALAAX ANDAD AREAE ARMAM ATAAQ ATFTF ATGAG AUTAT BDIBI BENBJ BESBQ BGDBD BHSBS BIHBA BLRBY BLZBZ BRBBB BRNBN " +
  "CAFCF CHLCL CHNCN CODCD COGCG COKCK COMKM CPVCV CUWCW CYMKY DNKDK ESHEH ESTEE FLKFK FROFO FSMFM GINGN GLPGP GNBGW GNQGQ " +
  "GRDGD GRLGL GUFGF GUYGY IRLIE IRQIQ ISRIL JAMJM KAZKZ KORKR LBRLR LBYLY MACMO MAFMF MDGMG MDVMV MEXMX MLTMT MNEME MNPMP " +
  "MOZMZ MTQMQ MYTYT NIUNU PAKPK PCNPN PLWPW PNGPG POLPL PRKKP PRTPT PRYPY PYFPF SENSN SGSGS SLBSB SLVSV SPMPM SRBRS SURSR " +
  "SVKSK SVNSI SWESE SWZSZ SYCSC TCDTD TKMTM TUNTN TURTR TUVTV UKRUA URYUY WLFWF";
const known = new Map(others.split(" ").map((pair) => [pair.slice(0, 3), pair.slice(3)]));

/** Null for what is no such code. */
export function twoLetters(country: string | null | undefined): string | null {
  const code = country?.trim().toUpperCase() ?? "";
  if (/^[A-Z]{2}$/.test(code)) return code;
  return /^[A-Z]{3}$/.test(code) ? (known.get(code) ?? code.slice(0, 2)) : null;
}
