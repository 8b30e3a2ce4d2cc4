print("haechi")
