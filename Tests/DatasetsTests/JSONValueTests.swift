import Testing

@testable import Datasets

@Suite struct JSONValueTests {
  @Test("A field's text is the scalar, the joined array, or nothing")
  func fieldText() {
    #expect(JSONValue.bool(false).fieldText == "false")
    #expect(JSONValue.array([.string("a"), .null, .number("2")]).fieldText == "a,2")
    #expect(JSONValue.null.fieldText == nil)
    #expect(JSONValue.object([]).fieldText == nil)
  }
}
