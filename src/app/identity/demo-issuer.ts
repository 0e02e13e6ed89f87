/** Who signs the tokens of the personas. No production installation may know an issuer of this name. */
export const DEMO_ISSUER = 'onedoor-demo';
export const AUDIENCE = 'onedoor';
