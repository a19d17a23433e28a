/** The version of the package, and the day it was dated. */
export const version = '0.1.0';
export const released = 'November 21, 2026';
