/**
 * A picture whose columns consist of colour bands. Only each band's start is stored: its colour holds down to
 * the next band of the column, or to the bottom. Drawn and copied line by line: drawing a chart column by
 * column, pixel by pixel, takes twice as long. All pictures share their buffers, since one is drawn at a
 * time.
 */
export class Bands {
  private readonly width: number
  private readonly height: number
  private count = 0

  /** Starts a picture of that size, discarding the one before. `most`: maximum number of bands per column. */
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

  /** A column may begin at most one band per line. */
  begin(column: number, at: number, colour: number): void {
    const band = this.count++
    before[band] = lines[at]
    columns[band] = column
    colours[band] = colour
    lines[at] = this.count
  }

  /** Fills `target`; a column is `ground` above its first band. */
  drawOn(target: Uint32Array, ground: number): void {
    line.fill(ground)
    for (let y = 0; y < this.height; y++) {
      for (let next = lines[y]; next !== 0; next = before[next - 1])
        line[columns[next - 1]] = colours[next - 1]
      target.set(line, y * this.width)
    }
  }
}

/** Per line: 1 + the band begun there last, or 0. */
let lines = new Uint32Array(0)
/** Per band: 1 + the band begun before it on the same line, or 0; its column; its colour. */
let before = new Uint32Array(0)
let columns = new Uint32Array(0)
let colours = new Uint32Array(0)
/** The line being drawn; as wide as the picture. */
let line = new Uint32Array(0)
