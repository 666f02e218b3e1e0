/** The script of a published report: that of the one file, with the columns beside it and the site around it. */

import './published/extend.ts'
import './main.tsx'
import './styles/published.css'
