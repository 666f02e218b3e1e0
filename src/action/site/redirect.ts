/** The pages behind stable addresses: each leads to another one, and takes the fragment along. */

import { createHash } from 'node:crypto'

const SCRIPT = "location.replace(document.getElementById('to').href+location.search+location.hash)"

const POLICY = `default-src 'none'; script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`

/** `to` is an address of letters, digits and `._-/`. Without a script the link is there to be followed. */
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
