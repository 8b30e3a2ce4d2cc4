/// The checks that numbers carry in themselves. Digits are values from 0 to 9.
public enum PIIChecks {
  /// What a registration number of a person says about itself.
  public enum Registration: Equatable, Sendable {
    /// The date is none, so it is no such number.
    case invalid
    /// The date is one, the check digit is wrong. Numbers given out since 2020-10-05 have no check digit.
    case unchecked
    /// Date and check digit are right.
    case checked
  }

  /// A resident's number of 13 digits: a date of birth, a digit of century and sex, and until 2020-10-05 a place and
  /// a check digit, (11 - Σ wᵢdᵢ mod 11) mod 10 with w = 2…9, 2…5.
  public static func resident(_ digits: [UInt8]) -> Registration {
    guard digits.count == 13, hasDate(digits) else { return .invalid }
    return (11 - registrationSum(digits) % 11) % 10 == Int(digits[12]) ? .checked : .unchecked
  }

  /// A foreigner's number: the same, with 13 in place of 11 in the check digit.
  public static func foreigner(_ digits: [UInt8]) -> Registration {
    guard digits.count == 13, 5...8 ~= digits[6], hasDate(digits) else { return .invalid }
    return (13 - registrationSum(digits) % 11) % 10 == Int(digits[12]) ? .checked : .unchecked
  }

  /// Whether the check digit of ISO/IEC 7812-1, annex B (Luhn) is right. Empty and all-zero numbers are not.
  public static func luhn(_ digits: [UInt8]) -> Bool {
    guard digits.contains(where: { $0 != 0 }) else { return false }
    var sum = 0
    for (index, digit) in digits.reversed().enumerated() {
      let doubled = Int(digit) * (index % 2 == 1 ? 2 : 1)
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 == 0
  }

  /// Whether the check digit of a business's number of 10 digits is right: weights 1 3 7 1 3 7 1 3 5, and the tens of
  /// the last product.
  public static func business(_ digits: [UInt8]) -> Bool {
    guard digits.count == 10, digits.contains(where: { $0 != 0 }) else { return false }
    let weights = [1, 3, 7, 1, 3, 7, 1, 3, 5]
    var sum = 0
    for (weight, digit) in zip(weights, digits) { sum += weight * Int(digit) }
    sum += 5 * Int(digits[8]) / 10
    return (10 - sum % 10) % 10 == Int(digits[9])
  }

  private static func registrationSum(_ digits: [UInt8]) -> Int {
    zip([2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5], digits).reduce(0) { $0 + $1.0 * Int($1.1) }
  }

  /// Whether the first six digits and the seventh, which gives the century, are a day that may be a birthday.
  private static func hasDate(_ digits: [UInt8]) -> Bool {
    let century: Int
    switch digits[6] {
    case 9, 0: century = 1800
    case 1, 2, 5, 6: century = 1900
    default: century = 2000
    }
    let year = century + Int(digits[0]) * 10 + Int(digits[1])
    let month = Int(digits[2]) * 10 + Int(digits[3])
    let day = Int(digits[4]) * 10 + Int(digits[5])
    guard 1...12 ~= month, year < 2050 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return 1...days[month - 1] ~= day
  }
}
