// IOM Human Trafficking Case Data Standard 2.0, CC BY 4.0, no endorsement implied.

/** ISIC rev. 4 sections (`vic_ForcedLabourIndustry`). */
export const forcedLabourIndustries = [
  { code: 'A_AgricultureForestryAndFishing', label: 'Agriculture, forestry and fishing' },
  { code: 'B_MiningAndQuarrying', label: 'Mining and quarrying' },
  { code: 'C_Manufacturing', label: 'Manufacturing' },
  {
    code: 'D_ElectricityGasSteamAndAirConditioningSupply',
    label: 'Electricity, gas, steam and air conditioning supply',
  },
  { code: 'E_WaterSupplySewerageWasteManagement', label: 'Water supply; sewerage, waste management and remediation' },
  { code: 'F_Construction', label: 'Construction' },
  {
    code: 'G_WholesaleAndRetailTradeRepairOfMotorVehicles',
    label: 'Wholesale and retail trade; repair of motor vehicles and motorcycles',
  },
  { code: 'H_TransportationAndStorage', label: 'Transportation and storage' },
  { code: 'I_AccommodationAndFoodServiceActivities', label: 'Accommodation and food service activities' },
  { code: 'J_InformationAndCommunication', label: 'Information and communication' },
  { code: 'K_FinancialAndInsuranceActivities', label: 'Financial and insurance activities' },
  { code: 'L_RealEstateActivities', label: 'Real estate activities' },
  {
    code: 'M_ProfessionalScientificAndTechnicalActivities',
    label: 'Professional, scientific and technical activities',
  },
  { code: 'N_AdministrativeAndSupportServiceActivities', label: 'Administrative and support service activities' },
  { code: 'O_PublicAdministrationAndDefence', label: 'Public administration and defence; compulsory social security' },
  { code: 'P_Education', label: 'Education' },
  { code: 'Q_HumanHealthAndSocialWorkActivities', label: 'Human health and social work activities' },
  { code: 'R_ArtsEntertainmentAndRecreation', label: 'Arts, entertainment and recreation' },
  { code: 'S_OtherServiceActivities', label: 'Other service activities' },
  {
    code: 'T_ActivitiesOfHouseholdsAsEmployers',
    label:
      'Activities of households as employers; undifferentiated goods- and services- producing activities of households for own use',
  },
  {
    code: 'U_ActivitiesOfExtraterritorialOrganizations',
    label: 'Activities of extraterritorial organizations and bodies',
  },
] as const;
