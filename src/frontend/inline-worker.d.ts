declare module '*?worker&inline' {
  const Start: new () => Worker
  // biome-ignore lint: Vite's own form
  export default Start
}
