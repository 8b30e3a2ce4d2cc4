extension TextScreens {
  /// The screens of this version of Haechi.
  public static func standard() throws(CurationError) -> TextScreens {
    TextScreens(personalData: { _ in nil }, reading: { _ in nil }, versions: [:])
  }
}
