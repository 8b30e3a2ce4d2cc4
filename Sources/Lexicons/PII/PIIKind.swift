/// What kind of personal data a stretch of text is.
public enum PIIKind: String, CaseIterable, Sendable {
  /// 주민등록번호.
  case residentNumber = "resident_number"
  /// 외국인등록번호.
  case foreignerNumber = "foreigner_number"
  /// A mobile phone.
  case mobilePhone = "mobile_phone"
  /// A landline, an internet phone or a safety number.
  case landlinePhone = "landline_phone"
  /// A number of a business or an agency, as 1577-0000: public, not personal.
  case representativePhone = "representative_phone"
  /// A bank account.
  case bankAccount = "bank_account"
  /// A payment card.
  case cardNumber = "card_number"
  /// A passport.
  case passport
  /// A driver's licence.
  case driverLicence = "driver_licence"
  /// 사업자등록번호.
  case businessNumber = "business_number"
  /// An e-mail address.
  case email
  /// An internet address of four bytes.
  case ipv4
  /// An internet address of sixteen bytes.
  case ipv6
  /// A vehicle's plate.
  case vehiclePlate = "vehicle_plate"
  /// A postal address down to the house.
  case postalAddress = "postal_address"

  /// Whether it leads to a person; a representative number does not, and is never masked.
  public var isPersonal: Bool { self != .representativePhone }
}

/// Personal data found in a text.
public struct PIIMatch: Sendable, Equatable {
  /// How sure it is.
  public enum Confidence: Int, Comparable, CaseIterable, Sendable {
    /// The shape alone, which other numbers have too.
    case low
    /// A shape that few other numbers have.
    case medium
    /// A checksum holds, or words nearby say what it is.
    case high

    /// Orders from low to high.
    public static func < (left: Confidence, right: Confidence) -> Bool { left.rawValue < right.rawValue }

    /// The name, as data and output have it.
    public var name: String {
      switch self {
      case .low: "low"
      case .medium: "medium"
      case .high: "high"
      }
    }
  }

  /// What it is.
  public let kind: PIIKind
  /// How sure it is.
  public let confidence: Confidence
  /// The bytes of the user's own text.
  public let source: Range<Int>
  /// The id of the pattern, as of `pii-rrn`.
  public let pattern: String
  /// The bytes of the user's own text that masking hides, in order.
  public let hidden: [Range<Int>]

  /// A match from its parts.
  public init(
    kind: PIIKind, confidence: Confidence, source: Range<Int>, pattern: String, hidden: [Range<Int>]
  ) {
    (self.kind, self.confidence, self.source) = (kind, confidence, source)
    (self.pattern, self.hidden) = (pattern, hidden)
  }
}
