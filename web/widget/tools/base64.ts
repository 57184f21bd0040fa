/** Stands in for the package `js-base64`: of it, uploads need to write UTF-8 as base64 alone. */

export const Base64 = {
  /** The text's bytes in UTF-8 as base64. */
  encode(text: string): string {
    return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  },
};
