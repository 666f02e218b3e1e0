/** `16,226`. Not by `toLocaleString`, whose first call takes 20 ms, a tenth of a whole export. */
export const integer = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
