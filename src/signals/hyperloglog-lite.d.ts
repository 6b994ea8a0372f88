/** What hyperloglog-lite 1.0.2 exports; it ships no types. */
declare module 'hyperloglog-lite' {
  /** @param precision base-2 logarithm of the number of registers */
  export default function hyperLogLog(precision: number): {
    /** @param hash four words of 32 bits */
    add(hash: readonly [number, number, number, number]): unknown
    count(): number
    output(): { readonly n: number; readonly buckets: Uint8Array }
  }
}
