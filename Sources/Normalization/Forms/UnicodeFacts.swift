import CICUShims

/// Facts about single scalars, from ICU.
public enum UnicodeFacts {
  /// The canonical combining class of `scalar`, 0 to 254.
  public static func combiningClass(_ scalar: UInt32) -> UInt8 { haechi_icu_combining_class(Int32(scalar)) }

  /// The script of `scalar`, by ICU's number.
  public static func script(_ scalar: UInt32) -> Script { Script(rawValue: haechi_icu_script(Int32(scalar))) }

  /// A script by ICU's number.
  public struct Script: RawRepresentable, Hashable, Sendable {
    /// ICU's number of the script.
    public let rawValue: Int32

    /// The script with ICU's number `rawValue`.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Marks, digits, spaces and whatever several scripts share.
    public static let common = Script(rawValue: 0)
    /// Marks that take the script of what they sit on.
    public static let inherited = Script(rawValue: 1)
    /// Chinese characters.
    public static let han = Script(rawValue: 17)
    /// Korean letters.
    public static let hangul = Script(rawValue: 18)
    /// Japanese hiragana.
    public static let hiragana = Script(rawValue: 20)
    /// Japanese katakana.
    public static let katakana = Script(rawValue: 22)
    /// Latin letters.
    public static let latin = Script(rawValue: 25)
  }
}
