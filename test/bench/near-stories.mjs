// News stories by a grammar, for where no real ones are at hand: each event is told twice, by the same facts in other words.

const words = {
  place:
    'Kempten Oulu Varna Tartu Braga Novara Lugo Graz Pula Celje Narva Split Turku Gent Arad Košice Örebro Lecce Vigo Brest'.split(
      ' ',
    ),
  name: 'Ilves Moreau Petrov Nakamura Okafor Lindqvist Varga Silva Haddad Jansen Kovač Moretti Ferreira Dahl Novak Ozturk'.split(
    ' ',
  ),
  firm: 'Norvik Altura Brightwater Solenne Kestrel Meridian Tallow Quarry Orbis Lantern'.split(' '),
  what: [
    'bridge',
    'hospital wing',
    'tram line',
    'data centre',
    'water works',
    'stadium',
    'wind farm',
    'library',
    'airport hall',
    'dam',
  ],
  act: ['approved', 'halted', 'delayed', 'reopened', 'sold', 'inspected', 'expanded', 'closed', 'financed', 'cancelled'],
  why: [
    'rising costs',
    'a safety report',
    'a court ruling',
    'heavy flooding',
    'a strike',
    'new rules',
    'lower demand',
    'a bidding war',
    'missing permits',
    'a fire',
  ],
};
const openings = [
  (e) => `The authorities in ${e.place} on ${e.day} ${e.act} the ${e.what} that ${e.firm} has been building since ${e.year}.`,
  (e) => `${e.firm} learned on ${e.day} that its ${e.what} in ${e.place}, begun in ${e.year}, would be ${e.act}.`,
];
const sentences = [
  [
    (e) => `A spokesman named ${e.why} as the reason and said that ${e.sum} million had been spent so far.`,
    (e) => `After ${e.why}, ${e.sum} million already paid out leave the town with few choices, a person close to the talks said.`,
  ],
  [
    (e) =>
      `${e.name}, who leads the town council, called the step painful but overdue and promised a plan within ${e.weeks} weeks.`,
    (e) => `Speaking to reporters outside the hall, council leader ${e.name} asked residents for ${e.weeks} weeks of patience.`,
  ],
  [
    (e) => `Some ${e.jobs} people work on the site, most of them for small companies from the region.`,
    (e) => `For the ${e.jobs} workers, many hired locally by subcontractors, nothing will change before the end of the season.`,
  ],
  [
    (e) => `Shares of ${e.firm} lost ${e.percent} percent in early trading before they recovered in the afternoon.`,
    (e) => `Investors took the news calmly at the close, although ${e.firm} had been down by ${e.percent} percent at one point.`,
  ],
  [
    (e) => `The opposition asked for an inquiry into how the contract with ${e.firm} was awarded in ${e.year}.`,
    () => `Critics said that the tender had been flawed from its first day and demanded that all papers be made public.`,
  ],
  [
    (e) => `Experts at the university of ${e.place2} had warned of ${e.why} in two studies that were hardly noticed at the time.`,
    (e) =>
      `Two reports by engineers from ${e.place2}, both older than the project itself, read today like a description of what followed.`,
  ],
  [
    (e) => `A similar ${e.what} in ${e.place2} took ${e.weeks} months longer than planned and cost twice as much.`,
    (e) => `Neighbouring ${e.place2} went through the same with a ${e.what} of its own and found a buyer only after years.`,
  ],
  [
    (e) => `The council will meet again on the first of next month, when ${e.name2} of the audit office presents the figures.`,
    (e) => `Much now depends on the numbers that auditor ${e.name2} is expected to lay before the council in a few weeks.`,
  ],
];

/** Stories in pairs: `[one, other]` tell of one event. Each is a list of paragraphs. */
export function storyPairs(count, random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  return Array.from({ length: count }, () => {
    const event = Object.fromEntries(Object.entries(words).map(([name, list]) => [name, pick(list)]));
    const number = (from, to) => from + Math.floor(random() * (to - from));
    Object.assign(event, {
      place2: pick(words.place),
      name2: pick(words.name),
      day: pick(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']),
      year: number(1998, 2025),
      sum: number(3, 900),
      weeks: number(2, 30),
      jobs: number(40, 2900),
      percent: number(2, 30),
    });
    return [0, 1].map((side) => {
      const told = [openings[side](event), ...sentences.map((ways) => ways[side](event)).sort(() => random() - 0.5)];
      return Array.from({ length: 3 }, (_, paragraph) => told.slice(paragraph * 3, paragraph * 3 + 3).join(' '));
    });
  });
}
