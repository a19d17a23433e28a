/**
 * Languages that the model does not know, by the language that it takes them for: words that are frequent in one of the two and rare or
 * absent in the other. Codes are ISO 639; `mul` stands for several languages that this table does not tell apart.
 */
const telling: Record<string, Record<string, string>> = {
  ms: {
    ms: `ahad atau bahawa bandar beliau bolehlah cuba dalam daripada hendaklah ialah isnin jumaat kakitangan kerajaan kerana kereta khamis
         manakala melalui menerusi mengikut mereka negeri pelbagai peratus perkara pihak polis sabtu sebarang selepas semasa sesiapa setiap
         syarikat telah tempoh terhadap tiap tiada untuk wang yang`,
    id: `atau bahwa beberapa bisa dalam dapat dari hal harus jakarta jumat kamis karena kepolisian kota mengatakan menjadi mereka minggu mobil
         negara orang pemerintah perusahaan polisi rabu rupiah saat sabtu sebuah selasa senin seperti serta setelah setiap sudah telah
         terhadap uang untuk usai warga yang`,
    mul: `a ado ampon anu ateuh barang basa dina dipun diri han hak iku ing jeung kang kari katut keur lan lawan nan ngan nu nyang oknum
          padha salabek saban sadayana samo saka saparti saurang sing sok tanpa teh ureueng utawa wong`,
  },
  nl: {
    nl: 'aan als bij de deze een eigen en er haar heeft het hij hun ieder ik is met naar niet om ook op te tot uit van voor was wordt zich zij zijn',
    af: "aan as deur die dit een elke en enige 'n n gee geen haar het hierdie hulle hy is jy kan ons ook oor op sal se sonder sy tot uit van vir was wat word",
    fy: 'aan as de dy dizze elk en fan foar hat har hawwe hy ien in is it mei net nei of om op syn ta troch wurde wurdt yn',
    nds: 'bi bet dat de dörch een för hebben heft hett is mit nich nich oder ok sien sik to un van vun vör wat',
  },
  tl: {
    tl: 'ang ay at ay bawat dahil hindi ito karapatan kaniyang kanyang mga na nang ng ni pag pagkakaroon para sa si tao upang',
    ceb: 'ang ang bisan kay kini diha gayod iyang kang kaniya mga nga og sa sa ug usa walay',
    mul: 'ampong an ang asin bawat dagiti dapat deng gani han hin iti itiyang kag ken keng king kung makin manga mga nga ngan nin nga pin sang sarong tungod ti tunggal wayay yang',
  },
  ca: {
    ca: 'al als amb aquest aquesta com de del dels el els en és ha i la les més no o per però que se seva són tota una',
    oc: 'amb aquel coma cada dab de dels del dins dret e es la las lo los lor mai o pas pel per que sa son totas tota una',
  },
  es: {
    es: 'a al como con de del derecho el en es este la las los más no o para pero por que se sin sobre su toda tiene una y',
    ast: 'al cola col de del dereitu derechu y ye nel nos en la les los nun o pa pola pol que so toa toda tolos ten una xente ensin',
    gl: 'a ao á con da das de dereito do dos e en esta máis na non nos o os ou para pola que se sen súa ten todo toda unha',
    lad: 'ande aver bivir de derecho el en es i ke kada kon konsiderando la las los o para por publiko se sovre su toda uno una',
    pap: 'a bai di den e esaki hende i ku kada ke ken nos nan na no o of pa por riba su tin tur un',
    mul: "a cada de ed el in i la les los mas na non nun o para pe po que si tene todo toto un va y y'l",
  },
  pt: {
    pt: 'ao à como com da das de direito do dos e em mais na nas não no nos o os ou para pela pelo por que se sem seu sua são tem toda uma',
    gl: 'á ao con da das de dereito do dos e en máis na nas non no nos o os ou para pola polo que se sen seu súa ten toda unha',
    mul: 'a de di dreito e i ku la mas ne nel pa para ou que sou sue tal tén tiê tudu un',
  },
  hi: {
    hi: 'अपने एक और कर करने का कि किसी की के को गया जो तक तथा तो था थी थे द्वारा नहीं ने पर भी में या यह लिए वह से हर ही हुए है हैं हो होगा',
    ne: 'अनि आफ्नो एक कुनै गर्न गरी गर्ने गरेको छ छन् तथा पनि प्रत्येक भएको भन्ने मा र रहेको लाई लागि वा व्यक्तिलाई सबै हरेक हुन हुनेछ',
    mul: 'अछि अपन आ आओर एकर एह ओ ओकर कए कवनो कर करइ करे कें के केकरो केहू खातिर खाति चाहीं छै जवना जे तक नै पर बा बाटे बानी भी में लेल लोग सँ सभ सबके से हइ हई हऽ हे होएत होखे',
  },
  sr: {
    sr: 'без било да за и или из и има је јер како која које који ли на не од она они по с са само се свако све у што њихов',
    mk: 'без било врз да дека до за и или има ќе како кое која кои кој на не нив од по право се секој секоја си со сите со сум тоа што во',
  },
};

/** By a language that the model knows: the telling words of that one and of its neighbours. */
const markersOf: Record<string, { language: string; words: ReadonlySet<string> }[]> = Object.fromEntries(
  Object.entries(telling).map(([found, others]) => [
    found,
    Object.entries(others).map(([language, words]) => ({ language, words: new Set(words.split(/\s+/)) })),
  ]),
);

const WORDS = /[\p{L}\p{M}'’]+/gu;

/**
 * Which language a text is in that the model took for `found`: the one of whose telling words the text has most, `found` itself where
 * nothing speaks against it. `mul` where it is some other language.
 */
export function amongNeighbours(found: string, text: string): string {
  const neighbours = markersOf[found];
  if (neighbours === undefined) return found;
  const words = text.toLowerCase().match(WORDS) ?? [];
  let best = found;
  let most = 0;
  for (const { language, words: markers } of neighbours) {
    let count = 0;
    for (const word of words) if (markers.has(word)) count++;
    if (count > most) [best, most] = [language, count];
  }
  return best;
}

/** Whether the telling words can tell a language from one that the model takes it for. */
export function tellsApart(found: string, language: string): boolean {
  return markersOf[found]?.some((neighbour) => neighbour.language === language) ?? false;
}
