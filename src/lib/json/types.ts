/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
/** A JSON object: a record, or a part of one. */
export type JsonObject = { [key: string]: Json };
