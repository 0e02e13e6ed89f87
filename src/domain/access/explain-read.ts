import type { ReadDecision, ReadRefusal } from '#domain/access/decide-read.ts';
import type { FieldClass } from '#domain/access/disclosure.ts';
import type { Grant } from '#domain/access/field-policy.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';

export interface AccessExplanation {
  readonly allowed: boolean;
  readonly class?: FieldClass | undefined;
  readonly grant?: Grant | undefined;
  readonly refusal?: ReadRefusal | undefined;
  readonly text: Bilingual;
  readonly remedy?: Bilingual | undefined;
}

const GRANT_TEXTS: Readonly<Record<Grant, Bilingual>> = {
  OWN: { zh: '说的是您本人。', en: 'It is about you.' },
  RECORD: { zh: '能看到这条记录的经办人可以看。', en: 'Shown to whoever sees this record.' },
  HANDLED: {
    zh: '您承办的步骤申明的内容，受理后可看。',
    en: 'What a step that you handle declares, once you have accepted.',
  },
  STATED: { zh: '写明的用途相符。', en: 'The stated purpose fits.' },
};

const STATE_PURPOSE: Bilingual = {
  zh: '在请求头 onedoor-purpose 写明用途（如 CASE_HANDLING），在 onedoor-case 写明受理编号。',
  en: 'State the purpose in the header onedoor-purpose (such as CASE_HANDLING) and the acceptance number in onedoor-case.',
};

const REFUSALS: Readonly<Record<ReadRefusal, { readonly text: Bilingual; readonly remedy?: Bilingual }>> = {
  ROLE: { text: { zh: '您的身份不看这类内容。', en: 'Your role is not shown this class of content.' } },
  NOT_OWN: { text: { zh: '说的不是您本人。', en: 'It is not about you.' } },
  PURPOSE_NOT_STATED: {
    text: { zh: '没有写明用途，个人信息不予展示。', en: 'No purpose was stated, so personal content is withheld.' },
    remedy: STATE_PURPOSE,
  },
  PURPOSE_NOT_YOURS: {
    text: { zh: '写明的用途不适用于您的身份。', en: 'The stated purpose is not one of your role.' },
    remedy: STATE_PURPOSE,
  },
  CASE_NOT_NAMED: {
    text: {
      zh: '这个用途要写明案件；没有写，或写的案件您看不到。',
      en: 'This purpose needs a case; none was named that you may see.',
    },
    remedy: STATE_PURPOSE,
  },
  CASE_NOT_THEIRS: {
    text: { zh: '写明的案件不是此人申请的。', en: 'The case named was not applied for by this person.' },
    remedy: { zh: '请写此人本人的受理编号。', en: "Name one of this person's own cases." },
  },
  CASE_CONFIDENTIAL: {
    text: {
      zh: '保密事项：督导看进度，不看内容。',
      en: 'A confidential matter: a supervisor sees how it goes and not what it says.',
    },
  },
  NOT_DISCLOSED: {
    text: {
      zh: '您承办的步骤没有申明这项内容，或尚未受理。',
      en: 'No step that you handle declares it, or you have not accepted yet.',
    },
    remedy: { zh: '受理后才能看到步骤申明的内容。', en: 'Accept first; then what the step declares is shown.' },
  },
};

/** A decision in words for people, with what would change it. */
export function explainRead(decision: ReadDecision, fieldClass: FieldClass | undefined): AccessExplanation {
  if (decision.allowed)
    return { allowed: true, class: fieldClass, grant: decision.grant, text: GRANT_TEXTS[decision.grant] };
  return { allowed: false, class: fieldClass, refusal: decision.refusal, ...REFUSALS[decision.refusal] };
}

/** Why not, and what to do, in one notice; undefined for what may be read. */
export function whyWithheld(decision: ReadDecision): Bilingual | undefined {
  if (decision.allowed) return undefined;
  const { text, remedy } = REFUSALS[decision.refusal];
  return remedy ? { zh: text.zh + remedy.zh, en: `${text.en} ${remedy.en}` } : text;
}

/** Of a field that is not sensitive. */
export const OPEN_FIELD: AccessExplanation = { allowed: true, grant: 'RECORD', text: GRANT_TEXTS.RECORD };
