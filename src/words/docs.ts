/**
 * The address of a page of the documentation, and of a heading on it: messages are read where the project's
 * files are not.
 */
export const docs = (page: 'forks' | 'jobs' | 'pages', heading = ''): string =>
  `https://github.com/stackviz/stackviz-action/blob/main/docs/${page}.md${heading === '' ? '' : `#${heading}`}`
