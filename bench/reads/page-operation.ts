/** A page of 20 members, each with union, docket, insurance and assistance. */
export const PAGE_OPERATION = /* GraphQL */ `
  query Page($after: String) {
    people(first: 20, after: $after) {
      nodes {
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
          }
        }
        dockets {
          status
          asOf
          dockets {
            docketNumber
            causeOfAction
            stage
            courtName
            docketedOn
            businessStatus
          }
        }
        insuranceEnrolments {
          status
          asOf
          enrolments {
            type
            status
            employerName
            contributionBase
            paidMonths
            from
            to
            businessStatus
          }
        }
        socialAssistance {
          status
          asOf
          records {
            category
            status
            applicationNo
            decidedOn
            validUntil
            monthlyAmount
            businessStatus
          }
        }
      }
    }
  }
`;

/** Pages over the people whom the agencies know: each begins one person later. */
export const PAGES = 16;
