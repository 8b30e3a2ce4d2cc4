print("haechi-server")
