/**
 * A text cut until it fits, in the context's font: a letter beyond ASCII may have twice the width of others,
 * and some browsers round widths up. `width`: device pixels; `letter`: those of a usual letter; `words`: the text in
 * at most so many letters, empty if they are too few.
 */
export function fitText(
  context: { measureText: (text: string) => { readonly width: number } },
  width: number,
  letter: number,
  words: (letters: number) => string,
): string {
  let letters = Math.floor(width / letter)
  for (;;) {
    const text = words(letters)
    if (text === '') return text
    const taken = context.measureText(text).width
    if (taken <= width) return text
    letters = Math.floor((Math.min(letters, text.length) * width) / taken)
  }
}
