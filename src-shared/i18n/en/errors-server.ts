/** What the central server refuses before any room is asked: signing in, tokens, replication, limits. */
export const serverErrors = {
  'access-token-invalid': 'The sign-in is not valid any more. Sign out and sign in again.',
  'access-token-missing': 'The request came without a sign-in. Sign in again.',
  'body-too-large':
    'Too much was sent at once and the server did not take it. Send it in several parts or select fewer.',
  'content-type-unknown':
    'The server does not know the format of what was sent and did not take it. Update the program and try again.',
  'cursor-invalid':
    'The place where the local copy stopped is not known any more; it has to be downloaded again. Unsent work is safe. Choose "Download again" on the support page.',
  'demo-sign-in-off': 'This is not a demo server; there is no sign-in by one click. Use name and password.',
  'demo-user-unknown': 'The demo company has no user "{{login}}". Choose one of the roles on the page.',
  'device-not-yours':
    'This device is registered to another user; the server did not take the request. Sign out and sign in again.',
  'device-revoked': 'This device has been switched off by the administrator. Ask them to allow it again.',
  'integer-out-of-range':
    'The number {{value}} is beyond what can be kept exactly; nothing was written. Check the number.',
  'login-or-password-wrong':
    'Name or password is wrong; you are not signed in. Check capitals and the input method; if you have forgotten the password, ask the administrator.',
  'numeric-refused': 'A query of the server gave a fraction that cannot be kept exactly and was stopped. Tell support.',
  'parameters-unreadable':
    'The parameter file {{file}} cannot be read; nothing was done. Check that it is proper JSON.',
  'path-unknown': 'The server has no address {{path}}. Check the address or update the program.',
  'refresh-token-expired': 'The sign-in has expired. Sign in again; unsent work is kept on this computer.',
  'refresh-token-invalid': 'The sign-in is not valid any more. Sign in again; unsent work is kept on this computer.',
  'refresh-token-reused':
    'A sign-in was used twice, so all of them were ended for safety. Sign in again; if that was not you, tell the administrator.',
  'replica-not-for-role':
    'Your role keeps no data on a computer and cannot use this program. Use the station interface or ask the administrator.',
  'out-of-scope':
    'This document no longer belongs to your region. Your action was kept here and not carried out; hand it to a colleague of that region or let it go.',
  'part-unknown':
    'The program asked for a part of the data the server does not know. Update the program; unsent work is safe.',
  'schema-unknown': 'The server no longer serves this version of the program. Update the program; unsent work is safe.',
  'command-too-new':
    'This action was made by a newer program than the server understands. Ask the administrator to update the server, then apply it again.',
  'command-version-unknown':
    'This action was made by a program too old to be understood. Do it again in the present program.',
  'id-reused':
    'The number of this command was used for another one, and the server did not carry it out. Your input is kept here: check it and send it again. If this returns, call support.',
  'client-seq-used':
    'The server already has another command of this desktop under the same number (expected {{expected}}), and did not carry this one out. Check what stands now and send it again. If this returns, call support.',
  'command-invalid':
    'The server could not read this command ({{path}}) and did not carry it out. Upgrade the program, then send it again.',
  'command-unknown':
    'The server does not know this kind of command and did not carry it out. Have the server upgraded, then send it again.',
  'role-not-allowed':
    'Your role may not do this, and the server did not carry it out. Give it to a colleague who may, or ask the administrator.',
  'store-rule-broken':
    'This contradicts what stands on the server and was not carried out (number {{reference}}). Check it and try again; if it returns, tell support the number.',
  'resume-token-invalid': 'The download cannot go on where it stopped and begins from the start. Unsent work is safe.',
  'sign-in-locked':
    'The password was wrong too often; this user cannot sign in for now. Wait {{seconds}} seconds or ask the administrator.',
  'signing-key-unreadable':
    'The signing key {{file}} of the server cannot be read; the server did not start. Restore the file from the backup.',
  'seal-key-unreadable':
    'The key {{file}} for sealed work cannot be read, and nothing was done. Restore this file from its backup.',
  'sealed-by-another-key':
    '{{file}} does not open: it was not sealed for the server with the key {{keyFile}}, or it was changed. Name with --seal-key the key of the server at which the device signed in.',
  'sealed-file-unreadable':
    '{{file}} cannot be read, or is not the sealed file of a device that was switched off. Check the name, or copy it again from that device.',
  'backup-exists': 'The file {{file}} exists already and was not touched. Give another name.',
  'backup-missing': 'There is no file {{file}}.',
  'backup-unreadable': 'The file is no backup of this program (read up to row {{row}}). Nothing was written.',
  'backup-cut-off':
    'The backup ends after {{rows}} rows without its last line: it was cut off. Nothing was written. Take another one.',
  'backup-of-another-schema':
    'The backup is of another version of the program ({{table}}). Restore it with that version, then start the new one.',
  'backup-needs-postgres':
    'The backup {{file}} was made by pg_dump and can only be restored into PostgreSQL: set DATABASE_URL.',
  'backup-tool-missing':
    '{{tool}} is not installed, or older than the database server. Install the version of the server.',
  'backup-tool-failed': '{{tool}} ended with {{code}}; what it said stands above.',
  'store-not-empty': 'The store already holds data. A backup is restored into an empty one only.',
  'certificate-unreadable': 'The certificate {{certificateFile}} or its key {{keyFile}} cannot be read.',
  'certificate-half': 'A certificate needs its key: give both --tls-cert and --tls-key.',
  'clear-text-refused':
    'On {{address}} the server would be reachable without encryption. Give --tls-cert and --tls-key, or --behind-proxy.',
  'proxy-address-invalid': '{{address}} is neither an address nor a net such as 10.0.0.0/8.',
  'metrics-not-for-you': 'The figures are for the monitoring of this machine, or for whoever has its token.',
  'store-in-use': 'The data folder {{folder}} is in use by another server and was not opened. Stop that one first.',
  'tier-unknown': 'The server does not know the range "{{tier}}" to download. Update the program.',
  'too-many-requests':
    'Too many requests; the server asks to wait {{seconds}} seconds. The program tries again by itself.',
  'user-not-active': 'The user "{{login}}" is switched off or outside its dates. Ask the administrator.',
  'user-without-role': 'The user "{{login}}" has no role and cannot sign in. Ask the administrator for a role.',
  'no-first-look':
    'The server cannot give the queues first just now; the whole copy comes instead. Nothing needs to be done.',
};
