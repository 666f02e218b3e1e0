/** The part of WebAssembly that we use; TypeScript declares it only in the DOM library. */
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
