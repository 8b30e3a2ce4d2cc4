/// Something wrong in a file of the folder Lexicons.
public struct LexiconIssue: Equatable, Sendable {
  /// What is wrong.
  public enum Problem: Equatable, Sendable {
    /// The file cannot be read.
    case unreadable(reason: String)
    /// The bytes from this offset on are not UTF-8.
    case notUTF8(offset: Int)
    /// A line ends with CR LF.
    case carriageReturn
    /// The last line has no end.
    case noFinalLineEnd
    /// A field, or with `row` and `header` the whole line, is not what its column asks for.
    case invalidField(column: String, expected: String, found: String)
    /// A value of a YAML file is not what is asked for.
    case invalidValue(key: String, expected: String, found: String)
    /// A name is given a second time; `first` says where it stands the first time, as `path:line`.
    case duplicateName(name: String, first: String)
    /// A spelling is a second term's too.
    case duplicateSpelling(spelling: String, first: String)
    /// A spelling is listed twice in one row.
    case repeatedSpelling(spelling: String)
    /// A field has nothing in it.
    case emptyField(column: String)
    /// An id is not lower-case ASCII letters, digits and hyphens.
    case invalidID(String)
    /// A text is not in the hangul form.
    case notHangulForm(column: String, text: String)
    /// There is no such category.
    case unknownCategory(String)
    /// A collision does not contain the term nor a variant.
    case collisionWithoutTerm(collision: String)
    /// A collision is itself a spelling of the term.
    case collisionIsTerm(collision: String)
    /// A term matches in a benign text; `benign` says which, and `place` where that stands.
    case matchesBenign(spelling: String, benign: String, place: String)
    /// A class of identity terms has one member, which can be swapped for nothing.
    case loneSwapClass(name: String)
  }

  /// The file.
  public let path: String
  /// The line, from 1.
  public let line: Int
  /// What is wrong there.
  public let problem: Problem

  /// An issue from its parts.
  public init(path: String, line: Int, problem: Problem) {
    (self.path, self.line, self.problem) = (path, line, problem)
  }
}
