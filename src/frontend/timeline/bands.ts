/**
 * A picture of columns in bands, as where each band begins: its colour holds down to the next one of its
 * column, or to the bottom. Drawn line by line, each copied whole: pixel by pixel, column by column, a chart
 * takes twice as long. One piece of memory for all pictures, since one is drawn at a time.
 */
export class Bands {
  private readonly width: number
  private readonly height: number
  private count = 0

  /** Of a picture of that size; `most`: bands of a column at most. Ends what was begun before. */
  constructor(width: number, height: number, most: number) {
    this.width = width
    this.height = height
    if (lines.length < height) lines = new Uint32Array(height)
    if (line.length !== width) line = new Uint32Array(width)
    if (before.length < width * most) {
      before = new Uint32Array(width * most)
      columns = new Uint32Array(width * most)
      colours = new Uint32Array(width * most)
    }
    lines.fill(0)
  }

  /** Of two that begin on one line of a column only one may be told. */
  begin(column: number, at: number, colour: number): void {
    const band = this.count++
    before[band] = lines[at]
    columns[band] = column
    colours[band] = colour
    lines[at] = this.count
  }

  /** Fills the picture; above its first band a column is `ground`. */
  drawOn(target: Uint32Array, ground: number): void {
    line.fill(ground)
    for (let y = 0; y < this.height; y++) {
      for (let next = lines[y]; next !== 0; next = before[next - 1])
        line[columns[next - 1]] = colours[next - 1]
      target.set(line, y * this.width)
    }
  }
}

/** Of each line 1 + the band that was begun there last; 0 for none. */
let lines = new Uint32Array(0)
/** Of each band: 1 + the one begun on its line before, or 0; its column; its colour. */
let before = new Uint32Array(0)
let columns = new Uint32Array(0)
let colours = new Uint32Array(0)
/** The line that is drawn, of one picture's width. */
let line = new Uint32Array(0)
