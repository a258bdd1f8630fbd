"""IATI 2.03 as tables: which column of which grid holds what of which element, in the order of the schema.

The reader and the writer both follow these tables, so that what is read can be written. A line of a table is
`column path kind mark`:

- `path` leads from the row's element to the value: `value/@currency`, `title`, `activity-date[type=1]/@iso-date`.
  `[type=1]` takes the first sibling of which the attribute has this value, `[type=1?]` the first that has it or lacks
  it; without a choice the first sibling is taken.
- `kind` is one of those in `analytics.readers.iati.values`; `words` are narratives and bring a second column `…_lang`;
  `many` are repeated elements in one cell, split by "; "; a `code:List` stands in that code list, a lowercase
  `code:list@column` in the list that the vocabulary in this column names.
- `!` the schema asks for it where the element above it stands; `!!` it asks for all of the path.

A line `> grid path mark` gives the elements of `path` rows of their own; `> grid path rest` those siblings that no
column took; `once` says that the schema allows one. Dates, descriptions, aid types and ids of places have columns for
what nearly every file has, and such a grid for the rest, so that no value stands in two places. `grid:kind` are grids
that hold several kinds of elements.
"""

from __future__ import annotations

_DOCUMENT = """
    url                     @url                                                uri !
    format                  @format                                             text !
    title                   title                                               words !!
    description             description                                         words
    categories              category/@code                                      many:DocumentCategory !!
    languages               language/@code                                      many
    date                    document-date/@iso-date                             date !
"""
_MEASURED = """
    value                   @value
    locations               location/@ref                                       many
    dimensions              dimension                                           pairs
"""

TABLES = {
    "activities": """
    lang                    @xml:lang                                           lang
    last_updated            @last-updated-datetime                              moment
    default_currency        @default-currency                                   code:Currency
    humanitarian            @humanitarian                                       flag
    hierarchy               @hierarchy                                          whole
    linked_data_uri         @linked-data-uri                                    uri
    budget_not_provided     @budget-not-provided
    identifier              iati-identifier                                     id !!
    reporting_org_ref       reporting-org/@ref                                  text !!
    reporting_org_type      reporting-org/@type                                 code:OrganisationType !!
    secondary_reporter      reporting-org/@secondary-reporter                   flag
    reporting_org           reporting-org                                       words !
    title                   title                                               words !!
    description_type        description[type=1?]/@type
    description             description[type=1?]                                words !!
    description_objectives  description[type=2]                                 words !!
    description_target_groups description[type=3]                               words !!
    description_other       description[type=4]                                 words !!
    > descriptions          description                                         rest
    > participating_orgs    participating-org                                   !
    > other_identifiers     other-identifier
    status                  activity-status/@code                               code:ActivityStatus !!
    planned_start           activity-date[type=1]/@iso-date                     date !!
    planned_start_note      activity-date[type=1]                               words
    actual_start            activity-date[type=2]/@iso-date                     date !!
    actual_start_note       activity-date[type=2]                               words
    planned_end             activity-date[type=3]/@iso-date                     date !!
    planned_end_note        activity-date[type=3]                               words
    actual_end              activity-date[type=4]/@iso-date                     date !!
    actual_end_note         activity-date[type=4]                               words
    > activity_dates        activity-date                                       rest
    scope                   activity-scope/@code                                code:ActivityScope !
    > recipient_countries   recipient-country
    > recipient_regions     recipient-region
    > locations             location
    > sectors               sector
    > tags                  tag
    budget_items_vocabulary country-budget-items/@vocabulary                    text !
    > country_budget_items  country-budget-items/budget-item                    !
    > humanitarian_scopes   humanitarian-scope
    > policy_markers        policy-marker
    collaboration_type      collaboration-type/@code                            code:CollaborationType !
    default_flow_type       default-flow-type/@code                             code:FlowType !
    default_finance_type    default-finance-type/@code                          code:FinanceType !
    default_aid_type        default-aid-type[vocabulary=1?]/@code               code:AidType !
    default_aid_type_vocabulary default-aid-type[vocabulary=1?]/@vocabulary
    > default_aid_types     default-aid-type                                    rest
    default_tied_status     default-tied-status/@code                           text !
    > budgets               budget
    > planned_disbursements planned-disbursement
    capital_spend_pct       capital-spend/@percentage                           percent !
    > transactions          transaction
    > documents             document-link
    > related_activities    related-activity
    > legacy                legacy-data
    conditions_attached     conditions/@attached                                flag !
    > conditions            conditions/condition
    > results               result
    > crs_add               crs-add                                             once
    > fss                   fss                                                 once
""",
    "descriptions": """
    type                    @type
    description             .                                                   words !
""",
    "participating_orgs": """
    ref                     @ref
    type                    @type                                               code:OrganisationType
    role                    @role                                               code:OrganisationRole !
    activity_id             @activity-id
    crs_channel_code        @crs-channel-code
    name                    .                                                   words
""",
    "other_identifiers": """
    ref                     @ref                                                text !
    type                    @type                                               text !
    owner_ref               owner-org/@ref
    owner                   owner-org                                           words
""",
    "activity_dates": """
    type                    @type                                               code:ActivityDateType !
    date                    @iso-date                                           date !
    note                    .                                                   words
""",
    "recipient_countries": """
    code                    @code                                               code:Country !
    percentage              @percentage                                         percent
    name                    .                                                   words
""",
    "recipient_regions": """
    code                    @code                                               code:region@vocabulary !
    vocabulary              @vocabulary
    vocabulary_uri          @vocabulary-uri                                     uri
    percentage              @percentage                                         percent
    name                    .                                                   words
""",
    "locations": """
    ref                     @ref
    reach                   location-reach/@code                                code:GeographicLocationReach !
    location_id_vocabulary  location-id/@vocabulary                             code:GeographicVocabulary !
    location_id             location-id/@code                                   text !
    > location_ids          location-id                                         rest
    name                    name                                                words
    description             description                                         words
    activity_description    activity-description                                words
    > location_administratives administrative
    srs_name                point/@srsName                                      uri !
    lat                     point/pos                                           lat !
    lon                     point/pos                                           lon !
    exactness               exactness/@code                                     code:GeographicExactness !
    location_class          location-class/@code                                code:GeographicLocationClass !
    feature_designation     feature-designation/@code                           code:LocationType !
""",
    "location_ids": """
    vocabulary              @vocabulary                                         code:GeographicVocabulary !
    code                    @code                                               text !
""",
    "location_administratives": """
    vocabulary              @vocabulary                                         code:GeographicVocabulary !
    level                   @level                                              whole
    code                    @code                                               text !
""",
    "sectors": """
    vocabulary              @vocabulary                                         code:SectorVocabulary
    vocabulary_uri          @vocabulary-uri                                     uri
    code                    @code                                               code:sector@vocabulary !
    percentage              @percentage                                         percent
    name                    .                                                   words
""",
    "tags": """
    vocabulary              @vocabulary                                         code:TagVocabulary !
    vocabulary_uri          @vocabulary-uri                                     uri
    code                    @code                                               code:tag@vocabulary !
    name                    .                                                   words
""",
    "country_budget_items": """
    code                    @code                                               text !
    percentage              @percentage                                         percent
    description             description                                         words
""",
    "humanitarian_scopes": """
    type                    @type                                               code:HumanitarianScopeType !
    vocabulary              @vocabulary                                         text !
    vocabulary_uri          @vocabulary-uri                                     uri
    code                    @code                                               text !
    name                    .                                                   words
""",
    "policy_markers": """
    vocabulary              @vocabulary
    vocabulary_uri          @vocabulary-uri                                     uri
    code                    @code                                               code:policy@vocabulary !
    significance            @significance                                       code:PolicySignificance
    name                    .                                                   words
""",
    "default_aid_types": """
    vocabulary              @vocabulary
    code                    @code                                               code:aid@vocabulary !
""",
    "budgets": """
    type                    @type                                               code:BudgetType
    status                  @status                                             code:BudgetStatus
    period_start            period-start/@iso-date                              date !!
    period_end              period-end/@iso-date                                date !!
    value                   value                                               number !!
    currency                value/@currency                                     code:Currency
    value_date              value/@value-date                                   date !!
""",
    "planned_disbursements": """
    type                    @type                                               code:BudgetType
    period_start            period-start/@iso-date                              date !!
    period_end              period-end/@iso-date                                date !
    value                   value                                               number !!
    currency                value/@currency                                     code:Currency
    value_date              value/@value-date                                   date !!
    provider_org_ref        provider-org/@ref
    provider_org_activity_id provider-org/@provider-activity-id
    provider_org_type       provider-org/@type                                  code:OrganisationType
    provider_org            provider-org                                        words
    receiver_org_ref        receiver-org/@ref
    receiver_org_activity_id receiver-org/@receiver-activity-id
    receiver_org_type       receiver-org/@type                                  code:OrganisationType
    receiver_org            receiver-org                                        words
""",
    "transactions": """
    ref                     @ref
    humanitarian            @humanitarian                                       flag
    type                    transaction-type/@code                              code:TransactionType !!
    date                    transaction-date/@iso-date                          date !!
    value                   value                                               number !!
    currency                value/@currency                                     code:Currency
    value_date              value/@value-date                                   date !!
    description             description                                         words
    provider_org_ref        provider-org/@ref
    provider_org_activity_id provider-org/@provider-activity-id
    provider_org_type       provider-org/@type                                  code:OrganisationType
    provider_org            provider-org                                        words
    receiver_org_ref        receiver-org/@ref
    receiver_org_activity_id receiver-org/@receiver-activity-id
    receiver_org_type       receiver-org/@type                                  code:OrganisationType
    receiver_org            receiver-org                                        words
    disbursement_channel    disbursement-channel/@code                          text !
    > transaction_sectors   sector
    recipient_country       recipient-country/@code                             code:Country !
    recipient_country_name  recipient-country                                   words
    recipient_region        recipient-region/@code                        code:region@recipient_region_vocabulary !
    recipient_region_vocabulary recipient-region/@vocabulary
    recipient_region_vocabulary_uri recipient-region/@vocabulary-uri            uri
    recipient_region_name   recipient-region                                    words
    flow_type               flow-type/@code                                     code:FlowType !
    finance_type            finance-type/@code                                  code:FinanceType !
    aid_type                aid-type[vocabulary=1?]/@code                       code:AidType !
    aid_type_vocabulary     aid-type[vocabulary=1?]/@vocabulary
    > transaction_aid_types aid-type                                            rest
    tied_status             tied-status/@code                                   text !
""",
    "transaction_sectors": """
    vocabulary              @vocabulary                                         code:SectorVocabulary
    vocabulary_uri          @vocabulary-uri                                     uri
    code                    @code                                               code:sector@vocabulary !
    name                    .                                                   words
""",
    "transaction_aid_types": """
    vocabulary              @vocabulary
    code                    @code                                               code:aid@vocabulary !
""",
    "documents": _DOCUMENT,
    "result_documents": _DOCUMENT,
    "related_activities": """
    ref                     @ref                                                id !
    type                    @type                                               code:RelatedActivityType !
""",
    "legacy": """
    name                    @name                                               text !
    value                   @value                                              text !
    iati_equivalent         @iati-equivalent                                    token
""",
    "conditions": """
    type                    @type                                               text !
    condition               .                                                   words !
""",
    "results": """
    type                    @type                                               code:ResultType !
    aggregation_status      @aggregation-status                                 flag
    title                   title                                               words !!
    description             description                                         words
    > result_documents      document-link
    > references            reference
    > indicators            indicator                                           !
""",
    "references": """
    vocabulary              @vocabulary                                         text !
    code                    @code                                               text !
    vocabulary_uri          @vocabulary-uri                                     uri
""",
    "indicator_references": """
    vocabulary              @vocabulary                                         text !
    code                    @code                                               text !
    indicator_uri           @indicator-uri                                      uri
""",
    "indicators": """
    measure                 @measure                                            code:IndicatorMeasure !
    ascending               @ascending                                          flag
    aggregation_status      @aggregation-status                                 flag
    title                   title                                               words !!
    description             description                                         words
    > result_documents      document-link
    > indicator_references  reference
    > periods:baseline      baseline
    > periods:period        period
""",
    "periods:baseline": """
    year                    @year                                               whole !
    date                    @iso-date                                           date
"""
    + _MEASURED
    + """
    > result_documents      document-link
    comment                 comment                                             words
""",
    "periods:period": """
    period_start            period-start/@iso-date                              date !!
    period_end              period-end/@iso-date                                date !!
    > periods:target        target
    > periods:actual        actual
""",
    "periods:target": _MEASURED
    + """
    comment                 comment                                             words
    > result_documents      document-link
""",
    "periods:actual": _MEASURED
    + """
    comment                 comment                                             words
    > result_documents      document-link
""",
    "crs_add": """
    > crs_flags             other-flags
    rate_1                  loan-terms/@rate-1                                  number
    rate_2                  loan-terms/@rate-2                                  number
    repayment_type          loan-terms/repayment-type/@code                     text !
    repayment_plan          loan-terms/repayment-plan/@code                     text !
    commitment_date         loan-terms/commitment-date/@iso-date                date !
    repayment_first_date    loan-terms/repayment-first-date/@iso-date           date !
    repayment_final_date    loan-terms/repayment-final-date/@iso-date           date !
    status_year             loan-status/@year                                   number !
    currency                loan-status/@currency                               code:Currency
    value_date              loan-status/@value-date                             date !
    interest_received       loan-status/interest-received                       number
    principal_outstanding   loan-status/principal-outstanding                   number
    principal_arrears       loan-status/principal-arrears                       number
    interest_arrears        loan-status/interest-arrears                        number
    channel_code            channel-code
""",
    "crs_flags": """
    code                    @code                                               text !
    significance            @significance                                       flag !
""",
    "fss": """
    extraction_date         @extraction-date                                    date !
    priority                @priority                                           flag
    phaseout_year           @phaseout-year                                      number
    > fss_forecasts         forecast
""",
    "fss_forecasts": """
    year                    @year                                               number !
    currency                @currency                                           code:Currency
    value_date              @value-date                                         date
    value                   .                                                   number !
""",
}
