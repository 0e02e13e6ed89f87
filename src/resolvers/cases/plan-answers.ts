import type { CasePlan } from '#domain/cases/case.ts';
import { type ServiceItem, stepOf } from '#domain/catalogue/service-item.ts';

// What a plan says besides its steps, with the names the item gives; the same for a dry run and for an accepted case.

export function passportsOf(passports: CasePlan['passports']) {
  return passports.map(({ confirmedBy, ...passport }) => ({ ...passport, confirmed: confirmedBy !== undefined }));
}

export function materialsOf(item: ServiceItem, { materials }: CasePlan) {
  return materials.flatMap((answer) => {
    const material = item.materials.find(({ key }) => key === answer.key);
    return material ? [{ ...answer, name: material.name }] : [];
  });
}

export function omittedStepsOf(item: ServiceItem, { omitted }: CasePlan) {
  return omitted.map(({ key, reason }) => ({ key, reason, name: stepOf(item, key).name }));
}
