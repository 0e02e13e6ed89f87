/** What a secret looks like, by who gives it out. Each has to be matched by something no document writes by accident. */
export const SECRET_PATTERNS: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}/,
  'a key of a partner': /\bod_live_[A-Za-z0-9_-]{8}/,
  'a signed token': /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/,
  'a secret of webhooks': /\bwhsec_[A-Za-z0-9+/]{32,}/,
  'a token of a code host': /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,}|glpat-[\w-]{20})\b/,
  'a token of a package registry': /\bnpm_[A-Za-z0-9]{36}\b/,
  'a key of a cloud': /\b(?:AKIA[0-9A-Z]{16}|LTAI[A-Za-z0-9]{16,20}|AIza[\w-]{35})\b/,
  'a token of a chat service': /\bxox[abprs]-[A-Za-z0-9-]{20,}/,
  'a password in an address':
    /\b(?:https?|postgres(?:ql)?|redis|rediss|sftp):\/\/[^\s/:@'"`${}]+:(?!secret@|password@|<)[^\s/@'"`${}]{6,}@/,
};

/** Which kinds of secrets stand in a text. */
export function secretsIn(text: string): readonly string[] {
  return Object.entries(SECRET_PATTERNS)
    .filter(([, pattern]) => pattern.test(text))
    .map(([kind]) => kind);
}
