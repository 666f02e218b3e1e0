import '../styles/site.css'

window.stackviz = { start: () => {} }
