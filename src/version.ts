/** The version of the package, and the day it was dated. */
export const VERSION = '0.1.0';
export const RELEASED = 'November 21, 2026';
