/** The pages at stable addresses: each redirects to another page and keeps query and fragment. */

import { createHash } from 'node:crypto'

const SCRIPT = "location.replace(document.getElementById('to').href+location.search+location.hash)"

const POLICY = `default-src 'none'; script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`

/** `to`: a URL of letters, digits and `._-/`, so not escaped. Without scripts its link still works. */
export const redirectPage = (to: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<title>The newest report</title>
<p><a id="to" href="${to}">The newest report</a></p>
<script>${SCRIPT}</script>
</html>
`
