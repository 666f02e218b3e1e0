/** A published report's script: the single file's, plus columns from files and the site around the report. */

import './published/extend.ts'
import './main.tsx'
import './styles/published.css'
