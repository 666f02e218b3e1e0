/** What we use of WebAssembly; TypeScript has its types among those of browsers only. */
declare namespace WebAssembly {
  class Module {
    private readonly brand: never
    constructor(bytes: Uint8Array)
  }
  class Instance {
    readonly exports: Record<string, unknown>
    constructor(module: Module, imports: Record<string, Record<string, unknown>>)
  }
  interface Memory {
    readonly buffer: ArrayBuffer
  }
  interface Global {
    readonly value: number | bigint
  }
}
