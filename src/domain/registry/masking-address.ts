const PROVINCE = /^(?:[^省市区县]{2,6}自治区|[^省市区县]{2,3}省|[^省市区县]{2}特别行政区)/u;
/** Prefectures and cities; of the cities the municipalities, too. */
const CITY = /^[^省市区县\d]{2,10}?(?:自治州|地区|市(?!场|民中心|民广场)|盟)/u;
const DISTRICT = /^[^\d\s,，、号栋幢室楼座]{1,14}?(?:自治县|自治旗|新区|林区|园区|区|县|旗|市(?!场|民中心|民广场))/u;

/** Housing estates and the like end in 区 but are no district: showing one would show where the person lives. */
const NO_DISTRICT = /(?:小|社|校|厂|院|营|景|库|生活|宿舍|住宅|家属|安置|别墅|服务)区$/u;
/** Streets and villages inside the supposed name; at its start or just before its last character they may belong to it (道里区, 宁乡市). */
const STREET_INSIDE = /^.+(?:[路街道巷村]|大道)|^.+[镇乡].+[区县旗市]$/u;

/**
 * An address up to its district, the rest hidden: 广西壮族自治区南宁市青秀区***. Addresses are free text, so this shows
 * less when in doubt: where no district can be made out, only province and city, or nothing.
 */
export function maskAddress(address: string): string {
  let rest = address.trim();
  let shown = '';
  for (const part of [PROVINCE, CITY]) {
    const match = part.exec(rest)?.[0];
    if (match === undefined || STREET_INSIDE.test(match)) continue;
    shown += match;
    rest = rest.slice(match.length);
  }
  const district = DISTRICT.exec(rest)?.[0];
  const isDistrict = district !== undefined && !NO_DISTRICT.test(district) && !STREET_INSIDE.test(district);
  return `${shown}${isDistrict ? district : ''}***`;
}
