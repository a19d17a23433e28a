// Waits before it answers, as work does that asks somebody else: enrich --with examples/enrichments/slow.js:20
// ?ms=500 says how long.
let wait = 200;

export function setup({ ms }) {
  if (ms !== undefined) wait = Number(ms);
}

export default async function slow(_record, { signal }) {
  const began = Date.now();
  await new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, wait);
    // When the time of the record is over, what was begun for it need not go on.
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('was not waited for'));
    });
  });
  return { waited_ms: Date.now() - began };
}
