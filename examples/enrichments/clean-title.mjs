// A class whose enrich(record) changes the record: what it does not touch keeps the text it came with.
// enrich --with 'examples/enrichments/clean-title.mjs?suffix= - Example News'
export class CleanTitle {
  setup({ suffix = '' }) {
    this.suffix = suffix;
  }

  enrich(record) {
    if (this.suffix !== '' && record.title?.endsWith(this.suffix)) record.title = record.title.slice(0, -this.suffix.length);
  }
}
