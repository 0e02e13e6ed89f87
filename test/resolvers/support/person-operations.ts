/** Everything the graph says of a person in one go (Person 360). */
const PERSON_360 = /* GraphQL */ `
  fragment Person360 on Person {
    id
    nameMasked
    residentIdMasked
    phoneMasked
    sex
    divisionCode
    memberships {
      status
      employmentGroup
      joinedOn
      organisation {
        name
        level
        parent {
          name
        }
        industrialParent {
          name
        }
      }
    }
    hardshipFile {
      fileNo
      category
      status
      householdSize
      filedOn
    }
    dockets {
      ...Source
      dockets {
        __typename
        docketNumber
      }
    }
    insuranceEnrolments {
      ...Source
      enrolments {
        type
        status
        contributionBase
        businessStatus
      }
    }
    socialAssistance {
      ...Source
      records {
        category
        status
        applicationNo
        monthlyAmount
      }
    }
    cases(first: 5) {
      totalCount
      nodes {
        acceptanceNo
        status
        serviceItem {
          code
          name {
            zh
          }
        }
        form
        steps {
          key
          status
          office {
            name {
              zh
            }
          }
          reasons {
            zh
          }
        }
        referrals {
          status
          agency {
            name {
              zh
            }
          }
          office {
            name {
              zh
            }
          }
          delivery {
            pending
            attempts
          }
          deadlines {
            dueOn
          }
          possibleOutcomes {
            code
          }
        }
        timeline {
          summary {
            zh
          }
          referral {
            status
          }
        }
        deadlines {
          rule {
            key
          }
          dueOn
          explanation {
            zh
          }
        }
        consents {
          line
        }
      }
    }
  }
  fragment Source on SourceAnswer {
    status
    asOf
    source {
      code
      name {
        zh
      }
    }
    notice {
      zh
      en
    }
  }
`;

export const ONE_PERSON = `${PERSON_360} query OnePerson($id: ID!) { person(id: $id) { ...Person360 } }`;

export const PAGE_OF_PEOPLE = `${PERSON_360} query Page($first: Int!) { people(first: $first) { nodes { ...Person360 } } }`;

export interface SourceNow {
  readonly status: string;
  readonly asOf: string | null;
  readonly source: { readonly code: string; readonly name: { readonly zh: string } };
  readonly notice: { readonly zh: string; readonly en: string } | null;
}

/** The three envelopes of two people, by the agency that supplies them. */
export const SOURCES_OF_TWO = /* GraphQL */ `
  query Sources($known: ID!, $other: ID!) {
    known: person(id: $known) {
      ...Sources
    }
    other: person(id: $other) {
      ...Sources
    }
  }
  fragment Sources on Person {
    court: dockets {
      ...Source
    }
    hrBureau: insuranceEnrolments {
      ...Source
    }
    civilAffairs: socialAssistance {
      ...Source
    }
  }
  fragment Source on SourceAnswer {
    status
    asOf
    source {
      code
      name {
        zh
      }
    }
    notice {
      zh
      en
    }
  }
`;
