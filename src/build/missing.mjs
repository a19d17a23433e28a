// Stands in for the bundle where there is none yet.
export function main(name) {
  console.error(`${name}: not built yet; in the folder of feedmill, run: npm ci && npm run build`);
  process.exitCode = 4;
}
