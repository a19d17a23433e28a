/**
 * Two pairs of ids, each of which MurmurHash3_x86_128 takes for the same whatever its seed: differences in the first and last lane cancel
 * one another within two blocks. Versions up to 0.1 dropped two of the four.
 */
export const collidingIds = [
  "s.kk/of/feeddСeoV?'/in/2000/nov",
  '{Q%V/of/feed嵶(oVR{/in/2000/nov',
  'DN7h/of/feed]fS<O)E$/in/2001/nov',
  '<+}}/of/feed܀>yO)Xx/in/2001/nov',
];
