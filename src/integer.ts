/** `16,226`. By hand: the first `toLocaleString` of a process takes 20 ms, a tenth of a whole export. */
export const integer = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
