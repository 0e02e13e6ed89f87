import { residentIdCheckCharacter } from '#domain/registry/resident-id.ts';
import { AGENCY_NAMES, type AgencyName, type Group, KEYLESS } from './faults.ts';
import type { ChaosOptions } from './options.ts';
import { type Random, seeded, uuid } from './random.ts';

/** One request of a worker, which becomes one case with one referral. */
export interface PlannedCase {
  readonly key: string;
  readonly agency: AgencyName;
  /** Sent a second time, with the same key, while the first is under way. */
  readonly twice: boolean;
  /** Its agency fails on it, always. */
  readonly poison: boolean;
  readonly residentId: string;
  readonly input: object;
}

const POISON_SHARE = 0.01;
const TWICE_SHARE = 0.05;
/** What the poison is recognised by: agencies that are told who it is, and may be sent the same thing again. */
const TELLS_WHO: readonly AgencyName[] = ['legal-aid', 'medical-insurance', 'hr-bureau'];

/** As many cases as referrals, in turn for each agency, each by a person of their own. */
export function planLoad({
  seed,
  referrals,
  groups,
}: Pick<ChaosOptions, 'seed' | 'referrals' | 'groups'>): readonly PlannedCase[] {
  const random = seeded(seed ^ 0x5eed);
  const poisonEvery = Math.max(1, Math.round(1 / POISON_SHARE));
  let tellers = 0;
  return Array.from({ length: referrals }, (_item, index) => {
    const agency = AGENCY_NAMES[index % AGENCY_NAMES.length] ?? KEYLESS;
    const tells = TELLS_WHO.includes(agency);
    if (tells) tellers += 1;
    const poison =
      isIn(groups, 'F7') && tells && tellers % Math.round((poisonEvery * TELLS_WHO.length) / AGENCY_NAMES.length) === 7;
    return plannedCase(random, index, agency, poison);
  });
}

/**
 * Ordinary requests by further people, `each` for every agency that poison goes to: what an agency answers besides it.
 */
export function planCompany({ seed, referrals }: Pick<ChaosOptions, 'seed' | 'referrals'>, each: number) {
  const random = seeded(seed ^ 0xc0ffee);
  return Array.from({ length: each * TELLS_WHO.length }, (_item, index) =>
    plannedCase(random, referrals + index, TELLS_WHO[index % TELLS_WHO.length] ?? KEYLESS, false),
  );
}

function isIn(groups: readonly Group[], group: Group): boolean {
  return groups.includes(group);
}

function plannedCase(random: Random, index: number, agency: AgencyName, poison: boolean): PlannedCase {
  const residentId = residentIdOf(index);
  const applicant = {
    name: `赵测${'甲乙丙丁戊己庚辛壬癸'[index % 10]}`,
    residentId,
    phone: `199${String(10_000_000 + index)}`,
  };
  const input = { channel: 'WINDOW', divisionCode: '990101', applicant, ...REQUESTS[agency] };
  return { key: uuid(random), agency, twice: random() < TWICE_SHARE, poison, residentId, input };
}

/** Of region 99, which was never issued: a day of birth and an order for each index. */
function residentIdOf(index: number): string {
  const day = new Date(Date.UTC(1970, 0, 1) + Math.floor(index / 400) * 86_400_000);
  const digits = `990101${day.toISOString().slice(0, 10).replaceAll('-', '')}${String(500 + (index % 400)).padStart(3, '0')}`;
  return digits + residentIdCheckCharacter(digits);
}

/** One step each, so that one case is one referral. */
const REQUESTS: Readonly<Record<AgencyName, object>> = {
  'legal-aid': {
    serviceItemCode: 'legal-aid',
    form: {
      aidForm: 'ADVICE',
      matter: 'WAGES',
      applicantGroup: 'MIGRANT_WORKER',
      counterpart: '桂江闪送科技有限公司',
      meansDeclared: true,
      facts: '三个月没有发放劳动报酬',
    },
    consents: ['aid-share'],
    materials: ['identity-proof', 'case-papers', 'income-proof'],
  },
  'medical-insurance': {
    serviceItemCode: 'social-assistance',
    form: {
      category: 'MEDICAL',
      householdSize: 3,
      cause: 'ILLNESS',
      medicalCost: '12000.00',
      facts: '家人住院，自付很多',
      truthful: true,
    },
    consents: ['medical-share'],
    materials: ['household-register', 'hardship-proof', 'medical-bills'],
  },
  'hr-bureau': {
    serviceItemCode: 'employment-service',
    form: { employmentStatus: 'FLEXIBLE', desiredWork: '仓库分拣', wantsTraining: true },
    consents: ['employment-share'],
  },
  'psychological-service': {
    serviceItemCode: 'psychological-support',
    form: { contactBy: 'PHONE', preferredTime: 'WEEKEND' },
    consents: ['confidential-support'],
  },
  'civil-affairs': {
    serviceItemCode: 'social-assistance',
    form: {
      category: 'TEMPORARY',
      urgent: true,
      householdSize: 3,
      cause: 'ACCIDENT',
      facts: '突发意外，生活困难',
      truthful: true,
    },
    consents: ['assistance-share'],
    materials: ['household-register'],
  },
};
